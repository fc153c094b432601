package dev.errand.daemon.http;

import dev.errand.DeliveryState;
import dev.errand.daemon.jobs.Errands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What Prometheus reads. Never by job, owner or command: a label for each would have no end. */
public final class MetricsEndpoint implements Endpoint {
  private final Errands errands;

  /** The metrics of these jobs. */
  public MetricsEndpoint(Errands errands) {
    this.errands = errands;
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    StringBuilder text = new StringBuilder();
    head(text, "errand_jobs", "gauge", "Jobs that are kept, by status.");
    errands
        .counts()
        .forEach((status, count) ->
            text.append("errand_jobs{status=\"")
                .append(status.name().toLowerCase(Locale.ROOT))
                .append("\"} ")
                .append(count)
                .append('\n'));
    DeliveryState state = errands.deliveryState();
    head(text, "errand_deliveries", "gauge", "Deliveries that are not concluded, by state.");
    delivery(text, "queued", state.queued());
    delivery(text, "delivering", state.delivering());
    delivery(text, "stuck", state.stuck());
    delivery(text, "held", state.held());
    delivery(text, "parked", state.parked());
    delivery(text, "dead", state.dead());
    exchange.send(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void delivery(StringBuilder text, String state, int count) {
    text.append("errand_deliveries{state=\"").append(state).append("\"} ").append(count);
    text.append('\n');
  }
}
