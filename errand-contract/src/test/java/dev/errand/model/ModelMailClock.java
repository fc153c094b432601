package dev.errand.model;

import dev.errand.DeliveryStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What time alone makes of deliveries: retries, leases, parked mail and dead letters (F5, F6). */
final class ModelMailClock {
  private static final Duration WEEK = Duration.ofDays(7);

  private final Model model;
  private final ModelMail mail;

  ModelMailClock(Model model, ModelMail mail) {
    this.model = model;
    this.mail = mail;
  }

  Stream<Instant> moments() {
    return Stream.concat(model.rows.stream().flatMap(this::momentsOf), mail.sinks.moments());
  }

  private Stream<Instant> momentsOf(ModelRun run) {
    if (run.retry != null) {
      return Stream.ofNullable(run.retry.at);
    } else if (run.holder instanceof ModelReader) {
      return Stream.of(run.leasedUntil);
    } else if (run.mail == DeliveryStatus.DEAD) {
      return Stream.of(run.diedAt.plus(WEEK));
    } else if (run.dueAt != null && mail.sinks.of(run.owner()).isEmpty()) {
      return Stream.of(endOfParking(run));
    }
    return Stream.empty();
  }

  private Instant endOfParking(ModelRun run) {
    Instant unrouted = mail.sinks.unroutedSince(run.owner());
    return (run.dueAt.isBefore(unrouted) ? unrouted : run.dueAt).plus(WEEK);
  }

  void timePassed() {
    for (ModelRun run : List.copyOf(model.rows)) {
      boolean isTime = momentsOf(run).anyMatch(moment -> !model.now.isBefore(moment));
      if (!isTime) {
        continue;
      } else if (run.retry != null) {
        run.retry = null;
        mail.look(run);
      } else if (run.holder instanceof ModelReader) {
        boolean unused = mail.giveBack(run, run.holder);
      } else if (run.mail == DeliveryStatus.DEAD) {
        model.forget(run);
      } else {
        run.error = Optional.of("No sink took it within 7 days");
        mail.die(run);
      }
    }
    mail.sinks.timePassed();
  }
}
