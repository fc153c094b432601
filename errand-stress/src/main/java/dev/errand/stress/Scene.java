package dev.errand.stress;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Delivery;
import dev.errand.DeliverySink;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A manager with one job of owner {@code a}, whose body waits for a thread to run on. */
final class Scene {
  static final String OWNER = "a";

  /** Kept, lest the setting goes with it: what is logged in one round is logged a million times. */
  private static final Logger LOG = Logger.getLogger("dev.errand");

  static {
    LOG.setLevel(Level.OFF);
  }

  final Stage stage = new Stage();
  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger delivered = new AtomicInteger();
  final AsyncJobManager manager;

  Scene(UnaryOperator<AsyncJobManager.Builder> how) {
    manager = how.apply(AsyncJobManager.builder().timeAndThreads(stage).routeByOwner()).build();
    manager.addListener(
        new JobListener() {
          @Override
          public void onDelivered(Delivery delivery) {
            delivered.incrementAndGet();
          }
        });
  }

  /** With the defaults, and a sink that takes everything. */
  static Scene withSink() {
    Scene scene = new Scene(builder -> builder);
    scene.manager.registerDeliverySink(OWNER, scene.sink());
    return scene;
  }

  /** Takes everything, and counts. */
  DeliverySink sink() {
    return delivery -> calls.incrementAndGet();
  }

  String register(UnaryOperator<JobOptions.Builder> how) {
    JobOptions options = how.apply(JobOptions.builder().owner(OWNER)).build();
    return manager.register("task", "raced", context -> JobResult.of("done"), options);
  }

  String register() {
    return register(options -> options);
  }

  /** Registers a job and runs its body: its delivery is due. */
  String registerAndEnd() {
    String id = register();
    stage.take(id).run();
    return id;
  }

  /** The thread that takes owner {@code a}'s deliveries to its sink. */
  Runnable lane() {
    return stage.take("errand-lane");
  }

  boolean cancel(String id) {
    return manager.cancel(id, CancelledBy.PERSON);
  }

  Job job(String id) {
    return manager.job(id).orElseThrow();
  }

  /** The end of a round: everything that can happen has happened, retries among it. */
  void settle() {
    stage.runAll();
    for (int i = 0; i < 3; i++) {
      stage.pass(Duration.ofSeconds(40));
      stage.runAll();
    }
  }

  /** What an actor calls must not throw anything that is checked; nobody interrupts it. */
  static <T> T uninterrupted(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  String deliveryOf(String id) {
    return job(id).delivery().status().name();
  }
}
