package dev.errand.model;

import dev.errand.AwaitMode;
import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.model.Script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Thinks of the next operation, with an eye on what there is, so that most of them do something.
 */
final class Generator {
  private static final List<Optional<String>> OWNERS =
      List.of(Optional.empty(), Optional.of("a"), Optional.of("a/b"), Optional.of("b"));
  private static final List<String> IDS = List.of("x", "x", "x-2", "x-5", "bg_7");
  private static final int ENOUGH_JOBS = 14;

  private record Choice(int weight, Supplier<Op> op) {}

  private final Random random;
  private final Model model;
  private final List<Choice> choices = new ArrayList<>();
  private int jobs;
  private int sinks;
  private int readers;
  private int holds;
  private int waits;
  private int weights;

  Generator(Random random, Model model) {
    this.random = random;
    this.model = model;
    may(24, () -> new Op.Register(++jobs, want()));
    may(18, () -> new Op.EndBody(jobWithBody(), random.nextInt(3) > 0));
    may(5, () -> new Op.Cancel(someJob(), pick(List.of(CancelledBy.values())), filter()));
    may(1, () -> new Op.CancelAll(pick(List.of(CancelledBy.values())), filter()));
    may(1, () -> new Op.SetMaxRunning(1 + random.nextInt(6)));
    may(1, () -> new Op.Evict(filter()));
    may(5, () -> new Op.OpenSink(++sinks, owner(), random.nextInt(3) > 0, manner()));
    may(4, () -> new Op.CloseSink(recent(sinks, 4)));
    may(5, () -> new Op.ChangeSink(recentOrZero(sinks), manner()));
    may(12, () -> new Op.EndCall(lane(), random.nextInt(2), random.nextBoolean()));
    may(3, () -> new Op.Redeliver(someJob(DeliveryStatus.DEAD), filter()));
    may(7, () -> new Op.Take(++readers, owner(), 1 + random.nextInt(3)));
    may(5, () -> new Op.Confirm(recent(readers, 5), someJob()));
    may(4, this::confirm);
    may(1, () -> new Op.ConfirmAll(recent(readers, 4)));
    may(3, () -> new Op.Release(recent(readers, 5), someJob()));
    may(4, () -> new Op.CloseReader(recent(readers, 5)));
    may(5, () -> new Op.Hold(++holds, someJob(), filter()));
    may(6, () -> new Op.CloseHold(recent(holds, 6)));
    may(3, () -> new Op.Watch(someJobs(), filter()));
    may(5, () -> new Op.Unwatch(someJobs(), filter()));
    may(5, () -> new Op.Acknowledge(someJobs(), filter()));
    may(3, () -> new Op.Resume(someJobs(), filter()));
    may(2, () -> new Op.Resume(List.of(someJob(DeliveryStatus.MUTED)), filter()));
    may(7, this::await);
    may(1, () -> new Op.Interrupt(recent(waits, 3)));
    may(4, () -> new Op.Consume(recent(waits, 4)));
    may(4, () -> new Op.CloseAwaited(recent(waits, 4)));
    may(1, () -> new Op.AwaitSettled(++waits, pick(OWNERS), span()));
    may(2, () -> new Op.Drain(++waits, filter(), span()));
    may(22, () -> new Op.Pass(span()));
  }

  private void may(int weight, Supplier<Op> op) {
    choices.add(new Choice(weight, op));
    weights += weight;
  }

  Step next() {
    int dice = random.nextInt(weights);
    for (Choice choice : choices) {
      dice -= choice.weight();
      if (dice < 0) {
        return new Step(choice.op().get(), random.nextInt(6) > 0);
      }
    }
    throw new AssertionError("no choice");
  }

  Step close() {
    return new Step(new Op.Close(++waits, Duration.ofMillis(random.nextInt(30_000))), true);
  }

  static Want plainWant() {
    return new Want(
        Optional.empty(),
        Optional.empty(),
        Want.BodyKind.RETURNS,
        0,
        0,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private Want want() {
    return new Want(
        maybe(3, () -> pick(IDS)),
        pick(OWNERS),
        pick(List.of(Want.BodyKind.values())),
        random.nextInt(12) > 0 ? 0 : 40_000 + random.nextInt(260_000),
        random.nextInt(3) - 1,
        random.nextInt(3) > 0,
        maybe(9, () -> random.nextInt(3) == 0 ? Duration.ZERO : seconds(3)),
        maybe(9, () -> seconds(9)),
        maybe(7, () -> seconds(15)),
        maybe(12, () -> pick(List.of("k", "l"))),
        random.nextInt(5) == 0);
  }

  private Duration seconds(int most) {
    return Duration.ofNanos(1 + random.nextLong(most * 1_000_000_000L));
  }

  /** Of something that a reader really has. */
  private Op confirm() {
    List<ModelRun> leased =
        model.rows.stream().filter(run -> run.holder instanceof ModelReader).toList();
    if (leased.isEmpty()) {
      return new Op.ConfirmAll(recent(readers, 4));
    }
    ModelRun run = pick(leased);
    return new Op.Confirm(((ModelReader) run.holder).number, run.number);
  }

  private Op await() {
    AwaitMode mode = pick(List.of(AwaitMode.values()));
    Duration timeout = random.nextInt(4) == 0 ? Duration.ZERO : span();
    return new Op.Await(++waits, someJobs(), mode, timeout, filter(), random.nextInt(3) == 0);
  }

  /** Spans of all magnitudes; odd, so that hardly two things happen at the same moment. */
  private Duration span() {
    long millis =
        switch (random.nextInt(20)) {
          case 0 -> 8L * 24 * 3_600_000;
          case 1, 2 -> random.nextInt(400_000);
          case 3, 4, 5, 6 -> random.nextInt(70_000);
          case 7, 8, 9, 10, 11, 12 -> random.nextInt(9_000);
          default -> random.nextInt(700);
        };
    return Duration.ofMillis(millis).plusNanos(1 + random.nextInt(999_999));
  }

  private Op.Manner manner() {
    return pick(List.of(Op.Manner.values()));
  }

  private JobFilter filter() {
    return random.nextInt(3) > 0 ? JobFilter.all() : pick(Comparison.FILTERS);
  }

  private String owner() {
    return OWNERS.get(1 + random.nextInt(OWNERS.size() - 1)).orElseThrow();
  }

  private Optional<String> lane() {
    List<ModelCall> calls = model.mail.sinks.calls;
    return calls.isEmpty() ? pick(OWNERS) : pick(calls).lane();
  }

  /** As a rule one that is kept; now and then one that has been forgotten, or never was. */
  private int someJob() {
    return model.rows.isEmpty() || random.nextInt(12) == 0
        ? random.nextInt(jobs + 2)
        : pick(model.rows.subList(Math.max(0, model.rows.size() - ENOUGH_JOBS), model.rows.size()))
            .number;
  }

  /** As a rule one whose delivery stands there. */
  private int someJob(DeliveryStatus status) {
    List<ModelRun> there = model.rows.stream().filter(run -> run.mail == status).toList();
    return there.isEmpty() || random.nextInt(4) == 0 ? someJob() : pick(there).number;
  }

  private List<Integer> someJobs() {
    List<Integer> some = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      some.add(someJob());
    }
    return List.copyOf(some);
  }

  private int jobWithBody() {
    List<ModelRun> bodies = List.copyOf(model.slots.bodies);
    return bodies.isEmpty() ? someJob() : pick(bodies).number;
  }

  private int recent(int last, int many) {
    return Math.max(1, last - random.nextInt(many));
  }

  private int recentOrZero(int last) {
    return random.nextInt(3) == 0 ? ModelSinks.CATCH_ALL : recent(last, 4);
  }

  private <T> Optional<T> maybe(int oneIn, Supplier<T> what) {
    return random.nextInt(oneIn) == 0 ? Optional.of(what.get()) : Optional.empty();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
