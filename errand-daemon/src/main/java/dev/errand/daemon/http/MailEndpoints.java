package dev.errand.daemon.http;

import dev.errand.Delivery;
import dev.errand.TakenDeliveries;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.jobs.Inbox;
import dev.errand.daemon.jobs.JobView;
import dev.errand.daemon.jobs.MailView;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mail over the API: taken with a lease, and confirmed by whoever has it. What is not confirmed
 * within a minute comes again with the same delivery id.
 */
final class MailEndpoints {
  private final Errands errands;
  private final Inbox inbox;

  MailEndpoints(Errands errands) {
    this.errands = errands;
    this.inbox = new Inbox();
  }

  void addTo(Router router) {
    router
        .add("GET", "/v1/inbox", this::peek)
        .add("POST", "/v1/inbox/take", this::take)
        .add("POST", "/v1/inbox/confirm", this::confirm)
        .add("POST", "/v1/acknowledge", this::acknowledge)
        .add("GET", "/v1/dead", this::dead)
        .add("POST", "/v1/dead/{deliveryId}/redeliver", this::redeliver);
  }

  record Waiting(List<JobView> jobs) {}

  private void peek(Exchange exchange) throws IOException {
    exchange.ok(
        new Waiting(
            errands.waiting(ApiEndpoints.caller(exchange)).stream().map(errands::view).toList()));
  }

  record TakeBody(@Nullable String owner, @Nullable Integer max) {}

  record Mail(List<MailView> mail) {}

  private void take(Exchange exchange) throws IOException {
    TakeBody body = exchange.json(TakeBody.class);
    Caller caller = owner(body.owner());
    TakenDeliveries taken = errands.take(caller, body.max() == null ? 100 : body.max());
    inbox.keep(caller, taken);
    exchange.ok(new Mail(taken.deliveries().stream().map(errands::view).toList()));
  }

  record ConfirmBody(@Nullable String owner, @Nullable List<String> deliveryIds) {}

  record Confirmed(int confirmed) {}

  private void confirm(Exchange exchange) throws IOException {
    ConfirmBody body = exchange.json(ConfirmBody.class);
    if (body.deliveryIds() == null) {
      throw new IllegalArgumentException("deliveryIds is missing");
    }
    exchange.ok(new Confirmed(inbox.confirm(owner(body.owner()), body.deliveryIds())));
  }

  record AcknowledgeBody(@Nullable String owner, @Nullable List<String> ids) {}

  private void acknowledge(Exchange exchange) throws IOException {
    AcknowledgeBody body = exchange.json(AcknowledgeBody.class);
    if (body.ids() == null) {
      throw new IllegalArgumentException("ids is missing");
    }
    Caller caller = owner(body.owner());
    errands.consumed(body.ids().stream().map(id -> errands.resolve(id, caller)).toList(), caller);
    exchange.ok(new Confirmed(body.ids().size()));
  }

  record Dead(List<MailView> dead) {}

  private void dead(Exchange exchange) throws IOException {
    exchange.ok(
        new Dead(errands.dead(ApiEndpoints.caller(exchange)).stream().map(errands::view).toList()));
  }

  record Redelivered(boolean redelivered) {}

  private void redeliver(Exchange exchange) throws IOException {
    String id = exchange.path("deliveryId");
    boolean did =
        errands.dead(ApiEndpoints.caller(exchange)).stream()
            .filter((Delivery it) -> it.deliveryId().equals(id))
            .anyMatch(errands::redeliver);
    exchange.ok(new Redelivered(did));
  }

  private static Caller owner(@Nullable String owner) {
    return owner == null ? Caller.of(Caller.DEFAULT_OWNER) : Caller.of(owner);
  }
}
