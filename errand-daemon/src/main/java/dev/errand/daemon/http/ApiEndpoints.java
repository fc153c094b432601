package dev.errand.daemon.http;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.Job;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.jobs.JobView;
import dev.errand.daemon.jobs.ListQuery;
import dev.errand.shell.text.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Version 1 of the API over jobs; see docs/api.md. Mail and output have classes of their own. */
public final class ApiEndpoints {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final Errands errands;
  private final Supplier<?> status;

  /** The endpoints over these jobs. */
  public ApiEndpoints(Errands errands, Supplier<?> status) {
    this.errands = errands;
    this.status = status;
  }

  /** Adds all of them. */
  public void addTo(Router router) {
    router
        .add("GET", "/v1/status", exchange -> exchange.ok(status.get()))
        .add("GET", "/v1/jobs", this::list)
        .add("POST", "/v1/jobs", this::start)
        .add("GET", "/v1/jobs/{id}", exchange -> exchange.ok(errands.view(job(exchange))))
        .add("POST", "/v1/jobs/{id}/cancel", this::cancel)
        .add("POST", "/v1/jobs/{id}/send", this::send)
        .add("POST", "/v1/jobs/{id}/signal", this::signal)
        .add("POST", "/v1/jobs/{id}/rerun", this::rerun)
        .add("POST", "/v1/wait", this::await)
        .add("POST", "/v1/prune", this::prune);
    new OutputEndpoints(errands).addTo(router);
    new MailEndpoints(errands).addTo(router);
  }

  /** Whoever names an owner in the query sees that owner's jobs only. */
  static Caller caller(Exchange exchange) {
    return exchange.query("owner").map(Caller::of).orElse(Caller.PERSON);
  }

  private Job job(Exchange exchange) {
    return job(errands, exchange);
  }

  static Job job(Errands errands, Exchange exchange) {
    return errands.resolve(exchange.path("id"), caller(exchange));
  }

  record Jobs(List<JobView> jobs) {}

  private void list(Exchange exchange) throws IOException {
    ListQuery query =
        new ListQuery(
            exchange.query("all").filter("true"::equals).isPresent(),
            exchange.query("status").map(ListQuery::statuses).orElse(Set.of()),
            exchange.query("type"));
    exchange.ok(
        new Jobs(errands.list(query, caller(exchange)).stream().map(errands::view).toList()));
  }

  private void start(Exchange exchange) throws IOException {
    StartBody body = exchange.json(StartBody.class);
    Caller caller = body.owner() == null ? caller(exchange) : Caller.of(body.owner());
    exchange.created(errands.view(errands.start(body.request(), caller)));
  }

  record CancelBody(@Nullable String grace) {}

  record Cancelled(boolean cancelled, JobView job) {}

  private void cancel(Exchange exchange) throws IOException {
    CancelBody body = exchange.json(CancelBody.class);
    Job job = job(exchange);
    boolean did = errands.cancel(job, caller(exchange), StartBody.span("grace", body.grace()));
    exchange.ok(new Cancelled(did, errands.view(errands.now(job))));
  }

  record SendBody(@Nullable String text, @Nullable Boolean close) {}

  private void send(Exchange exchange) throws IOException, InterruptedException {
    SendBody body = exchange.json(SendBody.class);
    Job job = job(exchange);
    try {
      if (body.text() != null) {
        errands.send(job, body.text());
      }
      if (Boolean.TRUE.equals(body.close())) {
        errands.closeStdin(job);
      }
    } catch (IOException doesNotTakeIt) {
      throw new IllegalArgumentException(doesNotTakeIt.getMessage(), doesNotTakeIt);
    }
    exchange.ok(errands.view(errands.now(job)));
  }

  record SignalBody(@Nullable String signal) {}

  record Signalled(boolean signalled) {}

  private void signal(Exchange exchange) throws IOException, InterruptedException {
    SignalBody body = exchange.json(SignalBody.class);
    if (body.signal() == null) {
      throw new IllegalArgumentException("signal is missing");
    }
    exchange.ok(new Signalled(errands.signal(job(exchange), body.signal())));
  }

  record RerunBody(@Nullable Map<String, String> env, @Nullable String key) {}

  private void rerun(Exchange exchange) throws IOException {
    RerunBody body = exchange.json(RerunBody.class);
    Job again =
        errands.rerun(
            job(exchange),
            body.env() == null ? Map.of() : body.env(),
            Optional.ofNullable(body.key()));
    exchange.created(errands.view(again));
  }

  record WaitBody(@Nullable List<String> ids, @Nullable String mode, @Nullable String timeout) {}

  record Waited(boolean met, List<JobView> jobs) {}

  private void await(Exchange exchange) throws IOException, InterruptedException {
    WaitBody body = exchange.json(WaitBody.class);
    Caller caller = caller(exchange);
    if (body.ids() == null || body.ids().isEmpty()) {
      throw new IllegalArgumentException("ids must name at least one job");
    }
    List<String> ids = body.ids().stream().map(id -> errands.resolve(id, caller).id()).toList();
    Duration atMost =
        StartBody.span("timeout", body.timeout() == null ? "50s" : body.timeout()).orElseThrow();
    if (atMost.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "timeout must be at most " + DurationText.show(LONGEST_WAIT));
    }
    AwaitMode mode = "any".equals(body.mode()) ? AwaitMode.ANY : AwaitMode.ALL;
    try (Awaited awaited = errands.await(ids, mode, atMost)) {
      // Not consumed: whoever has this answer says so (acknowledge), or finds it in the inbox.
      exchange.ok(new Waited(awaited.met(), awaited.jobs().stream().map(errands::view).toList()));
    }
  }

  record Pruned(int pruned) {}

  private void prune(Exchange exchange) throws IOException {
    exchange.ok(new Pruned(errands.prune(caller(exchange))));
  }
}
