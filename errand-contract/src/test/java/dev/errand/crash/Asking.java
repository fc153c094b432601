package dev.errand.crash;

import dev.errand.AwaitMode;
import dev.errand.CancelledBy;
import dev.errand.Job;
import dev.errand.JobFilter;
import java.util.List;
import java.util.Random;

/** Looks at jobs, cancels them, acknowledges them, waits for them. */
final class Asking {
  private static final List<CancelledBy> CANCELLERS =
      List.of(CancelledBy.OWNER, CancelledBy.OWNER, CancelledBy.PERSON, CancelledBy.OPERATOR);

  private final Stage stage;
  private final Random dice;

  Asking(Stage stage, Random dice) {
    this.stage = stage;
    this.dice = dice;
  }

  void look(Known.Item item) {
    stage.manager().job(item.id()).ifPresent(this::saw);
  }

  void lookAtRecent() {
    for (Job job : stage.manager().recentJobs(5)) {
      saw(job);
    }
  }

  private void saw(Job job) {
    stage.evidence().job(Kind.SAW, job);
  }

  void cancel(Known.Item item) {
    CancelledBy by = CANCELLERS.get(dice.nextInt(CANCELLERS.size()));
    stage.evidence().write(Kind.CANCEL, "t", item.ticket(), "by", by.name());
    boolean done = stage.manager().cancel(item.id(), by, filterOf(item));
    stage
        .evidence()
        .write(Kind.CANCELLED, "t", item.ticket(), "by", by.name(), "done", Boolean.toString(done));
  }

  void acknowledge(Known.Item item) {
    stage.evidence().write(Kind.ACKNOWLEDGE, "t", item.ticket());
    int count = stage.manager().acknowledgeDeliveries(List.of(item.id()), filterOf(item));
    stage
        .evidence()
        .write(Kind.ACKNOWLEDGED, "t", item.ticket(), "dropped", Integer.toString(count));
  }

  /** Acknowledged, and then not after all: its delivery is owed again if that lifted a mute. */
  void acknowledgeAndResume(Known.Item item) {
    acknowledge(item);
    stage.evidence().write(Kind.RESUME, "t", item.ticket());
    int count = stage.manager().resumeDeliveries(List.of(item.id()), filterOf(item));
    stage.evidence().write(Kind.RESUMED, "t", item.ticket(), "done", Boolean.toString(count == 1));
  }

  /** Somebody else must neither cancel nor silence it. */
  void meddle(Known.Item item) {
    JobFilter stranger = JobFilter.owner("stranger");
    int acknowledged = stage.manager().acknowledgeDeliveries(List.of(item.id()), stranger);
    boolean cancelled = stage.manager().cancel(item.id(), CancelledBy.OWNER, stranger);
    stage
        .evidence()
        .write(
            Kind.MEDDLED,
            "t",
            item.ticket(),
            "done",
            Boolean.toString(cancelled || acknowledged > 0));
  }

  void await(Known.Item item) throws InterruptedException {
    AwaitMode mode = dice.nextBoolean() ? AwaitMode.ANY : AwaitMode.ALL;
    Awaiting.await(stage, item.ticket(), item.id(), mode, dice.nextInt(20));
  }

  /** Watched for a moment: kept back, not lost. */
  void watch(Known.Item item) throws InterruptedException {
    var hold = stage.manager().hold(item.id(), filterOf(item));
    Pause.micros(dice.nextInt(2_000));
    if (dice.nextInt(10) > 0) { // else it dies with the process
      hold.ifPresent(token -> token.close());
    }
  }

  private static JobFilter filterOf(Known.Item item) {
    return item.owner().equals(Event.NOBODY) ? JobFilter.unowned() : JobFilter.owner(item.owner());
  }
}
