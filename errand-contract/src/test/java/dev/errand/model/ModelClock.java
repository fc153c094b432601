package dev.errand.model;

import dev.errand.EndReason;
import dev.errand.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What time alone makes of runs: timeouts, the end of a grace (A4, A5, A7). */
final class ModelClock {
  private final Model model;

  ModelClock(Model model) {
    this.model = model;
  }

  /** Everything that is to happen at some time, and when (H1 has a little room, see there). */
  Stream<Instant> moments() {
    return Stream.concat(
        Stream.concat(model.mail.clock.moments(), model.waits.moments()),
        Stream.concat(
            model.rows.stream().flatMap(this::momentsOf),
            model.slots.bodies.stream().filter(this::mayBeGivenUp).map(this::endOfGrace)));
  }

  private Stream<Instant> momentsOf(ModelRun run) {
    return switch (run.status) {
      case QUEUED ->
          Stream.concat(
              run.eligibleAt().stream(),
              run.want.queueTimeout().map(run.registeredAt::plus).stream());
      case RUNNING -> run.want.timeout().map(run.startedAt::plus).stream();
      default -> run.overSince == null ? Stream.empty() : Stream.of(model.latestEviction(run));
    };
  }

  void timePassed() {
    model.happensUnseen = true;
    for (ModelRun run : List.copyOf(model.rows)) {
      if (run.status == JobStatus.QUEUED && isOver(run.registeredAt, run.want.queueTimeout())) {
        model.end(
            run, EndReason.QUEUE_TIMEOUT, Optional.empty(), "Waited in the queue for longer than ");
      } else if (run.status == JobStatus.RUNNING && isOver(run.startedAt, run.want.timeout())) {
        model.end(run, EndReason.TIMED_OUT, Optional.empty(), "Timed out after ");
      }
    }
    for (ModelRun run : model.slots.bodies) {
      if (mayBeGivenUp(run) && !model.now.isBefore(endOfGrace(run))) {
        run.givenUp = true;
        model.mail.look(run);
      }
    }
    model.mail.clock.timePassed();
    model.happensUnseen = false;
  }

  private boolean isOver(Instant since, Optional<Duration> span) {
    return span.isPresent() && !model.now.isBefore(since.plus(span.get()));
  }

  private boolean mayBeGivenUp(ModelRun run) {
    return run.isEnded() && !run.givenUp;
  }

  private Instant endOfGrace(ModelRun run) {
    return run.endedAt.plus(model.setup.cancelGrace());
  }
}
