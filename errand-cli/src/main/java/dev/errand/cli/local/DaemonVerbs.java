package dev.errand.cli.local;

import dev.errand.cli.DaemonMain;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.client.Connection;
import dev.errand.cli.client.DaemonStarter;
import dev.errand.cli.console.Messages;
import dev.errand.daemon.home.DaemonLock;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** {@code errand daemon …}. */
final class DaemonVerbs {
  /** As {@code systemctl status} has it for what does not run. */
  private static final int NOT_RUNNING = 3;

  private static final Duration STOPPING = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 20;

  private final Home home;
  private final Messages messages;
  private final Consumer<String> out;
  private final boolean json;
  private final boolean cancel;
  private final StoreOption store;

  DaemonVerbs(
      Home home,
      Messages messages,
      Consumer<String> out,
      boolean json,
      boolean cancel,
      StoreOption store) {
    this.home = home;
    this.messages = messages;
    this.out = out;
    this.json = json;
    this.cancel = cancel;
    this.store = store;
  }

  /** In the foreground, until it is stopped. */
  int run() throws IOException {
    if (running().isEmpty()) {
      store.remember(home);
    } // else it says that the home is taken
    return DaemonMain.run();
  }

  int start() throws IOException, InterruptedException {
    Optional<JsonNode> running = running();
    if (running.isPresent() && store.isAnother(home)) {
      messages.say("it is running with another store: use 'errand daemon restart' with --store");
      return ExitCodes.OWN_FAILURE;
    }
    if (running.isPresent()) {
      messages.say("it is running already, pid " + running.get().get("pid"));
      return ExitCodes.OK;
    }
    store.remember(home);
    DaemonStarter.startIfNeeded(home);
    return status();
  }

  int stop() throws IOException, InterruptedException {
    store.mustNotBeSaid();
    return end();
  }

  private int end() throws IOException, InterruptedException {
    if (running().isEmpty()) {
      messages.say("it is not running");
      return ExitCodes.OK;
    }
    var _ = Connection.ask(home, "POST", "/v1/stop?cancel=" + cancel);
    awaitGone();
    return ExitCodes.OK;
  }

  int restart() throws IOException, InterruptedException {
    if (store.isAnother(home)) {
      store.check(home); // before anything is stopped
    }
    int stopped = end();
    return stopped == ExitCodes.OK ? start() : stopped;
  }

  int status() throws IOException {
    Optional<JsonNode> running = running();
    if (json) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("running", running.isPresent());
      running.ifPresentOrElse(
          it -> it.propertyStream().forEach(field -> shown.put(field.getKey(), field.getValue())),
          () -> shown.put("home", home.root().toString()));
      out.accept(Json.text(shown) + "\n");
    } else if (running.isPresent()) {
      StringBuilder text = new StringBuilder();
      running
          .get()
          .propertyStream()
          .filter(field -> !field.getValue().isNull())
          .forEach(field ->
              text.append("%-12s %s%n".formatted(field.getKey(), field.getValue().asString())));
      out.accept(text.toString());
    } else {
      out.accept("not running in " + home.root() + "; it starts at the first command\n");
    }
    return running.isPresent() ? ExitCodes.OK : NOT_RUNNING;
  }

  private Optional<JsonNode> running() throws IOException {
    return Connection.ask(home, "GET", "/v1/status").map(Json::tree);
  }

  /** Until it has let go of its home, so that the next one can have it. */
  private void awaitGone() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STOPPING.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<DaemonLock> lock = DaemonLock.tryTake(home.lock());
      if (lock.isPresent()) {
        lock.get().close();
        return;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new IOException("it does not stop within " + STOPPING.toSeconds() + " s");
  }
}
