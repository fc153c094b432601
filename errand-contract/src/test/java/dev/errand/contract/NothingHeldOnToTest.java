package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.DeliverySink;
import dev.errand.HandlerCall;
import dev.errand.Hold;
import dev.errand.JobFilter;
import dev.errand.JobResult;
import dev.errand.Subscription;
import dev.errand.testkit.RecordingListener;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Contract H3: what is over can be collected. What came with a run is made in methods of its own
 * here, so that no local variable of a test holds on to it.
 */
class NothingHeldOnToTest extends ContractTest {
  /** More than a manager keeps ready for owners who may come again. */
  private static final int MOST_AT_HAND = 1_200;

  private static final int MOST_COLLECTIONS = 20;

  private final Map<String, WeakReference<?>> watched = new LinkedHashMap<>();

  @Test
  @DisplayName("H3 nothing that came with a run is held on to: body, payload, result")
  void nothingIsHeldOnTo() throws InterruptedException {
    AsyncJobManager manager =
        manager(builder ->
            builder
                .onJobComplete(delivery -> {})
                .handler("h", (payload, context) -> JobResult.of(payload.strip())));
    live(manager);
    somethingElse(manager);
    time.advance(Duration.ofMinutes(30));
    assertThat(manager.allJobs()).isEmpty();
    assertThat(keptAlive()).isEmpty();
    assertThat(manager.deliveryState().queued()).as("the manager is still in use").isZero();
  }

  private void live(AsyncJobManager manager) throws InterruptedException {
    String owner = "the owner";
    String payload = watch("payload", " the payload ".repeat(10));
    String id =
        manager.register(
            "task",
            watch("label", "the label".repeat(2)),
            watch("call", HandlerCall.of("h", payload)),
            options()
                .id("a")
                .owner(owner)
                .idempotencyKey(watch("key", "the-key".repeat(2)))
                .build());
    String text = watch("text", "the text".repeat(2));
    var body = watch("body", new Object[] {text});
    String closure =
        manager.register(
            "task",
            "label",
            context -> {
              context.reportProgress(watch("progress", "the progress".repeat(2)));
              return JobResult.of((String) body[0]);
            },
            options().owner(owner).hold().build());
    try (Hold hold = watch("hold", manager.hold(id).orElseThrow())) {
      time.runReady();
      Awaited awaited =
          watch("awaited", manager.awaitJobs(List.of(closure), AwaitMode.ANY, Duration.ZERO));
      watch("job", awaited.jobs().get(0));
      assertThat(manager.job(hold.jobId())).isPresent();
    }
    time.runReady();
  }

  @Test
  @DisplayName(
      "H3 owners whose jobs are gone are forgotten, but for so many that are at hand still")
  void owners() {
    AsyncJobManager manager = manager(builder -> builder.onJobComplete(delivery -> {}));
    manyOwners(manager);
    time.advance(Duration.ofMinutes(7));
    assertThat(manager.allJobs()).isEmpty();
    assertThat(keptAlive()).hasSizeLessThan(MOST_AT_HAND);
  }

  private void manyOwners(AsyncJobManager manager) {
    for (int i = 0; i < 3 * MOST_AT_HAND; i++) {
      String owner = watch("owner-" + i, new StringBuilder("owner-").append(i).toString());
      manager.register("task", "label", DONE, options().owner(owner).build());
      time.runReady();
    }
  }

  @Test
  @DisplayName("H3 evict lets go at once of what it forgets, parked mail and dead letters too")
  void evictLetsGo() {
    AsyncJobManager manager = manager(builder -> builder.routeByOwner().maxAttempts(1));
    die(manager);
    somethingElse(manager);
    assertThat(manager.evict(JobFilter.all())).isEqualTo(3);
    time.advance(Duration.ofMinutes(2));
    assertThat(keptAlive()).isEmpty();
    assertThat(manager.deliveryState().dead()).isZero();
  }

  private void die(AsyncJobManager manager) {
    String dead = watch("dead", "text of a dead letter".repeat(2));
    String parked = watch("parked", "text of parked mail".repeat(2));
    String owner = "me";
    Subscription sink =
        manager.registerDeliverySink(
            owner,
            watch(
                "sink",
                delivery -> {
                  throw new IllegalStateException("not " + dead);
                }));
    manager.register(
        "task", "label", context -> JobResult.of(dead), options().owner(owner).build());
    time.runReady();
    sink.close();
    manager.register(
        "task", "label", context -> JobResult.of(parked), options().owner(owner).build());
    time.runReady();
    assertThat(manager.deliveryState().dead()).isEqualTo(1);
    assertThat(manager.deliveryState().parked()).isEqualTo(1);
  }

  @Test
  @DisplayName("H3 marks on ids that name nothing leave nothing behind")
  void unknownIds() {
    AsyncJobManager manager = manager();
    mark(manager);
    assertThat(keptAlive()).isEmpty();
    assertThat(manager.isDeliverySuppressed("unknown unknown ")).isFalse();
  }

  private void mark(AsyncJobManager manager) {
    List<String> ids = List.of(watch("id", "unknown ".repeat(2).strip()));
    assertThat(manager.watchJobs(ids)).isZero();
    assertThat(manager.acknowledgeDeliveries(ids)).isZero();
    assertThat(manager.resumeDeliveries(ids)).isZero();
    assertThat(manager.hold(ids.get(0))).isEmpty();
  }

  @Test
  @DisplayName("H3 a closed subscription lets go of its sink and its listener")
  void subscriptions() {
    AsyncJobManager manager = manager();
    subscribe(manager);
    time.runReady();
    assertThat(keptAlive()).isEmpty();
    assertThat(manager.allJobs()).hasSize(1);
  }

  private void subscribe(AsyncJobManager manager) {
    List<String> seen = new ArrayList<>();
    DeliverySink sink = watch("sink", delivery -> seen.add(delivery.jobId()));
    Subscription route = manager.registerDeliverySink("me", sink);
    Subscription listener = manager.addListener(watch("listener", new RecordingListener()));
    manager.register("task", "label", DONE, options().owner("me").build());
    time.runReady();
    assertThat(seen).hasSize(1);
    route.close();
    listener.close();
  }

  /** A manager may remember the options of its last registration. */
  private void somethingElse(AsyncJobManager manager) {
    manager.register("task", "label", DONE);
    time.runReady();
  }

  private <T> T watch(String name, T thing) {
    watched.put(name, new WeakReference<>(thing));
    return thing;
  }

  private DeliverySink watch(String name, DeliverySink sink) {
    watched.put(name, new WeakReference<>(sink));
    return sink;
  }

  /** The names of those that were not collected. */
  private List<String> keptAlive() {
    assertThat(watched).isNotEmpty();
    List<String> alive = new ArrayList<>(watched.keySet());
    for (int i = 0; i < MOST_COLLECTIONS && !alive.isEmpty(); i++) {
      System.gc();
      alive.removeIf(name -> watched.get(name).get() == null);
    }
    return alive;
  }
}
