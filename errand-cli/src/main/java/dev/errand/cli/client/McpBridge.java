package dev.errand.cli.client;

import dev.errand.cli.console.Messages;
import dev.errand.cli.console.Output;
import dev.errand.cli.wire.BuildVersion;
import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Protocol;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * {@code errand mcp}: passes messages of the Model Context Protocol, a line each, from stdin to the
 * daemon and what it answers to stdout. Understands none of them. A message whose daemon is killed
 * is given to the next one, which does once what comes twice.
 */
public final class McpBridge {
  /** More than any message that is answered otherwise than with an error. */
  private static final int LONGEST = 3 << 20;

  /** More wait in the pipe. */
  private static final int AT_ONCE = 100;

  /** After the end of stdin: for answers that are just being made. */
  private static final long LAST_ANSWERS_SECONDS = 5;

  private static final int OWN_FAILURE = 125;
  private static final String TOO_LONG =
      "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":"
          + "\"Invalid request: a message may have at most 3 MiB\"}}\n";

  private final Home home;
  private final CommandRequest place;
  private final String session;
  private final String owner;
  private final OutputStream stdout;
  private final Messages messages;

  /** None is virtual: where many wait to be accepted, connecting waits, too, and does not fail. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("errand-mcp-", 0).factory());

  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final AtomicBoolean gaveUp = new AtomicBoolean();
  private volatile boolean over;

  private McpBridge(
      Home home, CommandRequest place, String owner, OutputStream stdout, Messages messages) {
    this.home = home;
    this.place = place;
    this.session = place.key(); // random, and the same as long as we live
    this.owner = owner;
    this.stdout = stdout;
    this.messages = messages;
  }

  /**
   * Serves until stdin ends; the exit code.
   *
   * @param args {@code mcp [--owner NAME]}
   */
  public static int run(String[] args) {
    Messages messages = new Messages(System.err);
    String owner = "";
    if (args.length == 3 && args[1].equals("--owner")) {
      owner = args[2];
    } else if (args.length == 2 && args[1].startsWith("--owner=")) {
      owner = args[1].substring("--owner=".length());
    } else if (args.length != 1) {
      messages.say("usage: errand mcp [--owner NAME]; try 'errand mcp --help'");
      return 2;
    }
    try {
      Home home = Home.of(System.getenv());
      CommandRequest place = Surroundings.request(BuildVersion.NUMBER, new String[0]);
      OutputStream stdout = new FileOutputStream(FileDescriptor.out);
      return new McpBridge(home, place, owner, stdout, messages).serve(System.in);
    } catch (HomeException unusable) {
      messages.say(String.valueOf(unusable.getMessage()));
    } catch (IOException failed) {
      messages.say("cannot read messages: " + failed.getMessage());
    }
    return OWN_FAILURE;
  }

  private int serve(InputStream stdin) throws IOException {
    InputStream in = new BufferedInputStream(stdin, 1 << 16);
    // Started already when the first message comes: some clients wait no longer than ten seconds.
    threads.execute(this::startDaemon);
    try {
      for (byte[] line = line(in); line != null; line = line(in)) {
        byte[] message = line;
        if (message.length > LONGEST) {
          write(TOO_LONG.getBytes(StandardCharsets.UTF_8));
        } else if (!isBlank(message)) {
          slots.acquireUninterruptibly();
          threads.execute(() -> pass(message));
        }
      }
      awaitAnswers();
    } finally {
      over = true;
      threads.shutdownNow();
      end();
    }
    return 0;
  }

  /** The next line; of one that is too long its beginning only; {@code null} at the end. */
  private static byte @Nullable [] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (line.size() <= LONGEST) {
        line.write(next);
      }
      next = in.read();
    }
    return line.toByteArray();
  }

  private void startDaemon() {
    try {
      DaemonStarter.startIfNeeded(home);
    } catch (ClientException | HomeException | IOException failed) {
      // The first message will find out, and say so.
    }
  }

  private void pass(byte[] message) {
    try {
      converse(place.with(Surroundings.key(), List.of(bytes(session), bytes(owner), message)));
    } catch (ClientException | HomeException | IOException failed) {
      giveUp(String.valueOf(failed.getMessage()));
    } finally {
      slots.release();
    }
  }

  /** No message will fare better, and a client notices best that its server is gone. */
  private void giveUp(String why) {
    if (!over && !gaveUp.getAndSet(true)) {
      messages.say(why);
      Runtime.getRuntime().exit(OWN_FAILURE);
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private void converse(CommandRequest request) throws IOException {
    Answer answer =
        new Answer(home, new Output(new Lines()), new FileOutputStream(FileDescriptor.err));
    var _ = new Conversation(home, Protocol.MCP_PATH, request, answer, new Client()).hold();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void awaitAnswers() {
    threads.shutdown();
    try {
      var _ = threads.awaitTermination(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was answered and not reacted to is offered again at once, to whoever comes next. */
  private void end() {
    try (Connection connection = Connection.open(home)) {
      if (connection != null) {
        CommandRequest request =
            place.with(Surroundings.key(), List.of(bytes(session), bytes(owner)));
        connection.post(Protocol.MCP_PATH, request.encode());
        var _ = connection.status();
      }
    } catch (ClientException | HomeException | IOException gone) {
      // Then it is offered again after a minute.
    }
  }

  private synchronized void write(byte[] bytes) throws IOException {
    stdout.write(bytes);
    stdout.flush();
  }

  /** Whole lines only reach stdout, whoever else writes at the time. */
  private final class Lines extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      line.write(bytes, from, length);
      if (length > 0 && bytes[from + length - 1] == '\n') {
        McpBridge.this.write(line.toByteArray());
        line.reset();
      }
    }
  }

  /** The agent's client, which is not told of daemons. */
  private final class Client implements Conversation.Watch {
    @Override
    public boolean maySend() {
      return !over;
    }

    @Override
    public boolean isOver() {
      return over;
    }

    @Override
    public void begun() {
      // It need not know.
    }

    @Override
    public void connectingAgain() {
      // Nor this.
    }
  }
}
