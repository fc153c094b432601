package dev.errand.daemon.http;

import dev.errand.mcp.protocol.Outgoing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer that is one JSON object if it comes soon and alone, and a stream of events if there is
 * something to say before, or if it takes so long that the connection has to be kept alive.
 */
final class EventStream implements Outgoing {
  private static final String TYPE = "text/event-stream";
  private static final long SOON = Duration.ofSeconds(3).toNanos();

  private final Exchange exchange;
  private final boolean mayStream;
  private final long began = System.nanoTime();
  private @Nullable OutputStream events;

  EventStream(Exchange exchange) {
    this.exchange = exchange;
    String accepted = exchange.header("Accept").orElse("*/*");
    this.mayStream = accepted.contains(TYPE) || accepted.contains("*/*");
  }

  private OutputStream events() {
    if (events == null) {
      exchange.answerHeader("Cache-Control", "no-store");
      exchange.answerHeader("X-Accel-Buffering", "no");
      events = exchange.stream(TYPE);
    }
    return events;
  }

  @Override
  public void send(ObjectNode notification) throws IOException {
    if (mayStream) {
      write("event: message\ndata: " + notification + "\n\n");
    }
  }

  @Override
  public void alive() throws IOException {
    if (mayStream && (events != null || System.nanoTime() - began > SOON)) {
      write(": alive\n\n");
    }
  }

  private void write(String event) throws IOException {
    events().write(event.getBytes(StandardCharsets.UTF_8));
    events().flush();
  }

  /** The answer; the last thing. */
  void end(int status, ObjectNode answer) throws IOException {
    if (events == null) {
      exchange.json(status, answer.toString().getBytes(StandardCharsets.UTF_8));
      return;
    }
    send(answer);
    events.close();
  }

  /** There is no answer. */
  void end(int status) throws IOException {
    if (events == null) {
      exchange.empty(status);
      return;
    }
    events.close();
  }
}
