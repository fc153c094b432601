package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static dev.errand.testkit.DrivenStore.W3;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.CancelledBy;
import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.Progress;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Mail;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.RunState;
import dev.errand.spi.Step;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One random walk through the states of a store, with a {@link ReferenceStore} at its side. */
final class RandomWalk {
  private static final int REMEMBERED = 12;

  private static final List<Optional<String>> OWNERS =
      List.of(Optional.empty(), Optional.of("a"), Optional.of("a/b"), Optional.of("b"));
  private static final List<JobFilter> FILTERS =
      List.of(
          JobFilter.all(),
          JobFilter.unowned(),
          JobFilter.owner("a"),
          JobFilter.owner("b"),
          JobFilter.owner("c"),
          JobFilter.ownerTree("a"),
          JobFilter.ownerTree("b"));
  private static final List<Worker> WORKERS = List.of(W1, W2, W3);
  private static final List<Bounds> BOUNDS =
      List.of(new Bounds(12, 5, 3, 8), new Bounds(9, 4, 2, 6), new Bounds(15, 9, 9, 9));
  private static final List<String> IDS = List.of("x", "x", "x-2", "x-5", "y", "bg_9", "bg_70");

  private final DrivenStore store;
  private final Random random;
  private final ReferenceStore reference;
  private final Deque<String> lastSteps = new ArrayDeque<>();
  private final List<Run> gone = new ArrayList<>();

  RandomWalk(DrivenStore store, Random random) {
    this.store = store;
    this.random = random;
    this.reference = new ReferenceStore(store.time);
    store.openRoute(W1);
  }

  void stepOn(long seed, long number) {
    if (random.nextInt(8) == 0) {
      store.pass(Duration.ofMillis(random.nextInt(400)));
    }
    Step<?> step = step();
    remember(number + " at " + store.time.now() + ": " + step);
    try {
      Object outcome = store.submit(step);
      remember("    " + outcome);
      reference.follow(step, outcome, store.store);
      compareReads();
      if (step instanceof Step.Evict) {
        ((List<?>) outcome).forEach(run -> forgotten((Run) run));
      }
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(
          "seed "
              + seed
              + ", step "
              + number
              + ": "
              + failure.getMessage()
              + "\nThe last steps:\n"
              + String.join("\n", lastSteps),
          failure);
    }
  }

  private void remember(String line) {
    lastSteps.addLast(line);
    if (lastSteps.size() > 2 * REMEMBERED) {
      lastSteps.removeFirst();
    }
  }

  private void forgotten(Run run) {
    gone.add(run);
    if (gone.size() > 5) {
      gone.remove(0);
    }
  }

  private void compareReads() {
    JobStore other = store.store;
    for (JobFilter filter : FILTERS) {
      assertThat(other.all(filter)).as("all under %s", filter).isEqualTo(reference.all(filter));
      assertThat(other.running(filter))
          .as("running under %s", filter)
          .isEqualTo(reference.running(filter));
      assertThat(other.recent(99, filter))
          .as("recent under %s", filter)
          .isEqualTo(reference.recent(99, filter));
      assertThat(other.recent(2, filter))
          .as("2 recent under %s", filter)
          .isEqualTo(reference.recent(2, filter));
      assertThat(other.unsettled(filter))
          .as("unsettled under %s", filter)
          .isEqualTo(reference.unsettled(filter));
      for (String id : List.of("x", "x-2", "bg_1", someId())) {
        assertThat(other.find(id, filter))
            .as("%s under %s", id, filter)
            .isEqualTo(reference.find(id, filter));
      }
    }
  }

  // ---- what happens next

  private Step<?> step() {
    int dice = random.nextInt(100);
    if (dice < 36) {
      return register();
    } else if (dice < 50) {
      return claim(1 + random.nextInt(3));
    } else if (dice < 70) {
      Run run = someRun();
      Step.Claim next = claim(random.nextInt(2));
      return new Step.Finish(run.registration(), epoch(run), end(), progress(), next);
    } else if (dice < 75) {
      Run run = someRun();
      return new Step.End(run.registration(), epoch(run), end(), progress());
    } else if (dice < 78) {
      Run run = someRun();
      return new Step.Lend(run.registration(), epoch(run), random.nextInt(3) > 0);
    } else if (dice < 82) {
      Run run = someRun();
      return new Step.Requeue(run.registration(), epoch(run));
    } else if (dice < 87) {
      Run run = someRun();
      return new Step.GiveUp(run.registration(), epoch(run));
    } else if (dice < 94) {
      return new Step.Cancel(someId(), pick(List.of(CancelledBy.values())), pick(FILTERS));
    } else if (dice < 95) {
      return cancelAll();
    } else if (dice < 97) {
      return new Step.Evict(pick(FILTERS));
    }
    return new Step.Sweep();
  }

  private Step.Register register() {
    Ask ask = Ask.closure().owner(pick(OWNERS)).priority(random.nextInt(3) - 1);
    maybe(3, () -> ask.id(pick(IDS)));
    maybe(2, () -> ask.handler(pick(List.of("one", "two", "both"))));
    maybe(4, ask::orReject);
    maybe(7, () -> ask.startAfter(Duration.ofMillis(random.nextInt(3) * 200L)));
    maybe(6, () -> ask.queueTimeout(Duration.ofMillis(1 + random.nextInt(900))));
    maybe(8, () -> ask.key(pick(List.of("k", "l"))));
    Worker worker = pick(WORKERS);
    Step.Register step = store.register(ask, worker, random.nextInt(3), bounds(worker));
    return new Step.Register(
        step.request(), random.nextBoolean(), worker, step.slots(), step.bounds());
  }

  private Step.Claim claim(int slots) {
    Worker worker = pick(WORKERS);
    return new Step.Claim(worker, slots, bounds(worker));
  }

  private Step.CancelAll cancelAll() {
    Optional<String> worker = Optional.of(pick(WORKERS).id()).filter(id -> random.nextBoolean());
    return new Step.CancelAll(CancelledBy.SHUTDOWN, pick(FILTERS), worker);
  }

  /** Each worker has bounds of its own, as while a fleet is being upgraded. */
  private static Bounds bounds(Worker worker) {
    return BOUNDS.get(WORKERS.indexOf(worker));
  }

  private JobEnd end() {
    EndReason reason = pick(List.of(EndReason.RETURNED, EndReason.THREW, EndReason.TIMED_OUT));
    return DrivenStore.end(reason, random.nextBoolean() ? "text" : "");
  }

  private Optional<Progress> progress() {
    return Optional.of(new Progress("p", Optional.empty(), random.nextInt(9), store.time.now()))
        .filter(progress -> random.nextBoolean());
  }

  /** As a rule a run whose body may still be there; now and then one that has been forgotten. */
  private Run someRun() {
    if (!gone.isEmpty() && random.nextInt(10) == 0) {
      return pick(gone);
    }
    List<Run> runs = reference.all(JobFilter.all());
    List<Run> live =
        runs.stream().filter(run -> run.epoch() > 0 && run.settledAt().isEmpty()).toList();
    return live.isEmpty() || random.nextInt(6) == 0 ? pickOrAny(runs) : pick(live);
  }

  private Run pickOrAny(List<Run> runs) {
    return runs.isEmpty() ? DrivenStore.registered(unknown()) : pick(runs);
  }

  private Step.Register.Registered unknown() {
    Registration never =
        Ask.closure()
            .request(new RunId("never", 1))
            .registration("never", Optional.empty(), 1, W1, store.time.now());
    return new Step.Register.Registered(new Run(never, RunState.REGISTERED, Mail.NONE), List.of());
  }

  private String someId() {
    return random.nextInt(6) == 0 ? pick(IDS) : someRun().id();
  }

  /** The epoch of the run, or now and then a wrong one. */
  private int epoch(Run run) {
    return random.nextInt(8) > 0 ? run.epoch() : run.epoch() + random.nextInt(3) - 1;
  }

  private void maybe(int oneIn, Runnable what) {
    if (random.nextInt(oneIn) == 0) {
      what.run();
    }
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
