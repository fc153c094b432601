package dev.errand.daemon.http;

import dev.errand.DeliveryState;
import dev.errand.daemon.jobs.Errands;
import dev.errand.spi.Gauge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What Prometheus reads. Never by job, owner or command: a label for each would have no end. */
public final class MetricsEndpoint implements Endpoint {
  private final Errands errands;
  private final Supplier<List<Gauge>> store;

  /** The metrics of these jobs, and of the store that they are in. */
  public MetricsEndpoint(Errands errands, Supplier<List<Gauge>> store) {
    this.errands = errands;
    this.store = store;
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
    for (Gauge gauge : store.get()) {
      head(text, gauge.name(), "gauge", gauge.help());
      text.append(gauge.name()).append(' ').append(gauge.value()).append('\n');
    }
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
