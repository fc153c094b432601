package dev.errand.model;

import dev.errand.Awaited;
import dev.errand.CloseMode;
import dev.errand.CloseReport;
import dev.errand.JobFilter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The verbs that wait (F14, G, I1): each is called on a thread of its own, so that the script goes
 * on meanwhile.
 */
final class WaitVerbs {
  private record Waiting(ModelWait model, Thread thread) {}

  private final World world;
  private final JobVerbs jobs;
  private final Map<Integer, Waiting> waiting = new HashMap<>();
  private final Map<Integer, Awaited> open = new HashMap<>();
  private boolean closing;

  WaitVerbs(World world, JobVerbs jobs) {
    this.world = world;
    this.jobs = jobs;
  }

  void await(Op.Await op) {
    List<String> ids = jobs.ids(op.jobs());
    List<String> distinct =
        ids.stream().map(String::strip).filter(id -> !id.isEmpty()).distinct().toList();
    JobFilter filter = op.shortForm() ? JobFilter.all() : op.filter();
    Instant deadline = world.model.now.plus(op.timeout());
    ModelAwait wait = world.model.waits.begin(op.waiter(), deadline, distinct, op.mode(), filter);
    start(
        wait,
        () ->
            op.shortForm()
                ? world.manager.awaitJobs(ids, op.mode(), op.timeout())
                : world.manager.awaitJobs(ids, op.mode(), op.timeout(), filter),
        awaited -> {
          world.model.waits.returned(wait, awaited);
          if (op.shortForm()) {
            world.model.waits.consume(wait);
          } else {
            open.put(op.waiter(), awaited);
          }
        });
  }

  void awaitSettled(Op.AwaitSettled op) {
    JobFilter filter = op.owner().map(JobFilter::owner).orElse(JobFilter.all());
    ModelWait wait =
        world.model.waits.begin(
            op.waiter(),
            world.model.now.plus(op.timeout()),
            () -> !world.model.slots.isBusy(filter));
    start(
        wait,
        () ->
            op.owner().isPresent()
                ? world.manager.awaitOwner(op.owner().get(), op.timeout())
                : world.manager.awaitAll(op.timeout()),
        met -> world.model.waits.returned(wait, met));
  }

  void drain(Op.Drain op) {
    ModelWait wait =
        world.model.waits.begin(
            op.waiter(),
            world.model.now.plus(op.timeout()),
            () -> !world.model.mail.hasPending(op.filter()));
    start(
        wait,
        () -> world.manager.drainDeliveries(op.timeout(), op.filter()),
        met -> world.model.waits.returned(wait, met));
  }

  void close(Op.Close op) {
    if (closing) {
      return;
    }
    closing = true;
    ModelWait wait = world.model.waits.beginClose(op.waiter(), world.model.now.plus(op.timeout()));
    start(
        wait,
        () -> {
          // The mode of a memory store, whatever the store: the model knows no other.
          CloseReport report = world.manager.close(op.timeout(), CloseMode.CANCEL);
          world.happened(() -> world.model.waits.closed(wait, report));
          world.closed();
          return report;
        },
        report -> {});
  }

  /** Calls it on a thread; what comes of it the model is told by that thread. */
  private <T> void start(ModelWait wait, Callable<T> call, Consumer<T> returned) {
    Thread thread =
        world.time.start(
            wait.toString(),
            () -> {
              try {
                T outcome = call.call();
                world.happened(() -> returned.accept(outcome));
              } catch (InterruptedException interrupted) {
                world.happened(() -> world.model.waits.interrupted(wait));
              } catch (Exception failure) {
                world.happened(() -> {
                  throw new Disagreement(wait + " fails: " + failure);
                });
              }
            });
    waiting.put(wait.number, new Waiting(wait, thread));
    world.quiet();
  }

  void interrupt(Op.Interrupt op) {
    Waiting one = waiting.get(op.waiter());
    if (one != null && world.model.waits.isPending(one.model()) && !closing) {
      one.thread().interrupt();
    }
  }

  void interruptAll() {
    waiting.values().stream()
        .filter(one -> world.model.waits.isPending(one.model()))
        .forEach(one -> one.thread().interrupt());
  }

  void consume(Op.Consume op) {
    Awaited awaited = open.remove(op.waiter());
    if (awaited != null) {
      awaited.consume();
      world.model.waits.consume((ModelAwait) waiting.get(op.waiter()).model());
    }
  }

  void close(Op.CloseAwaited op) {
    Awaited awaited = open.remove(op.waiter());
    if (awaited != null) {
      awaited.close();
      world.model.waits.close((ModelAwait) waiting.get(op.waiter()).model());
    }
  }
}
