package dev.errand.cli.client;

import dev.errand.cli.client.TestServer.Call;
import dev.errand.cli.wire.Frame;
import dev.errand.daemon.home.Home;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/** A daemon as the client starts it, which knows a few words. */
final class TestDaemon {
  private TestDaemon() {}

  /** Each start writes a line into this file of the home. */
  static final String STARTS = "starts";

  /** What becomes of the starts, a word a line: {@code fail}, {@code taken}; others succeed. */
  static final String PLAN = "plan";

  public static void main(String[] args) throws Exception {
    Home home = Home.of(System.getenv());
    Files.writeString(
        home.root().resolve(STARTS),
        ProcessHandle.current().pid() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    switch (plan(home)) {
      case "fail" -> {
        System.err.println("one\ntwo");
        System.exit(1);
      }
      case "taken" -> System.exit(DaemonStarter.HOME_IS_TAKEN);
      default -> serve(home);
    }
  }

  private static String plan(Home home) throws Exception {
    Path file = home.root().resolve(PLAN);
    List<String> plans = Files.exists(file) ? Files.readAllLines(file) : List.of();
    int start = Files.readAllLines(home.root().resolve(STARTS)).size();
    return start <= plans.size() ? plans.get(start - 1) : "";
  }

  private static void serve(Home home) throws Exception {
    try (TestServer server = new TestServer(home.socket())) {
      while (true) {
        try (Call call = server.accept()) {
          answer(call);
        }
      }
    }
  }

  private static void answer(Call call) throws Exception {
    call.ok();
    switch (call.words().getFirst()) {
      case "stop" -> {
        call.send(new Frame.Exit(0));
        System.exit(0);
      }
      case "die" -> {
        call.send(out("dying "), new Frame.Resume(List.of("after")));
        Runtime.getRuntime().halt(137);
      }
      case "environment" -> call.send(out(environment()), new Frame.Exit(0));
      default -> call.send(out(String.join(" ", call.words())), new Frame.Exit(0));
    }
  }

  private static String environment() throws Exception {
    String variables =
        System.getenv().entrySet().stream()
            .map(Object::toString)
            .sorted()
            .collect(Collectors.joining("\n"));
    Path self = Path.of("/proc/self");
    return variables
        + "\ncwd="
        + Files.readSymbolicLink(self.resolve("cwd"))
        + "\nstdin="
        + Files.readSymbolicLink(self.resolve("fd/0"))
        + "\nstdout="
        + Files.readSymbolicLink(self.resolve("fd/1"));
  }

  private static Frame out(String text) {
    return new Frame.Out(text.getBytes(StandardCharsets.UTF_8));
  }
}
