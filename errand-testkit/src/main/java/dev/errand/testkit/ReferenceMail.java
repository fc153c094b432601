package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.MailStep.Counts;
import dev.errand.spi.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What there is of mail in {@link ReferenceRows}, and when something is to be done about it. */
final class ReferenceMail {
  /** A store may let what is to be forgotten come together for so long. */
  private static final Duration TOGETHER = Duration.ofMillis(50);

  private final ReferenceRows store;

  /** When mail that has been parked was to be buried, be it still parked or not. */
  private final Set<Instant> burials = new HashSet<>();

  ReferenceMail(ReferenceRows store) {
    this.store = store;
  }

  boolean hasSink(Optional<String> lane) {
    return store.routes.of(lane).isPresent();
  }

  /** Whether it waits or is in flight, and is neither held nor parked. */
  private boolean isQueued(ReferenceRow row) {
    return row.is(DeliveryStatus.IN_FLIGHT)
        || (row.is(DeliveryStatus.WAITING) && row.run.mail().holds() == 0 && hasSink(row.owner()));
  }

  private boolean isParked(ReferenceRow row) {
    return row.run.mail().isUnderWay() && !row.run.mail().isHeld() && !isQueued(row);
  }

  /** Whether the worker of this lane's sink could claim something. */
  boolean isDueFor(Optional<String> lane) {
    return hasSink(lane)
        && store.rows.stream().anyMatch(row -> row.isDue() && row.owner().equals(lane));
  }

  // ---- what a store shows

  List<Run> undelivered(JobFilter filter) {
    return byEnd(row -> row.run.mail().isUnderWay(), filter);
  }

  List<Run> queued(JobFilter filter) {
    return byEnd(this::isQueued, filter);
  }

  private List<Run> byEnd(Predicate<ReferenceRow> wanted, JobFilter filter) {
    return ReferenceRows.runs(
        store.rows.stream().filter(wanted).sorted(ReferenceRows.BY_END), filter);
  }

  List<Run> deadLetters(JobFilter filter) {
    return ReferenceRows.runs(
        store.rows.stream()
            .filter(row -> row.is(DeliveryStatus.DEAD))
            .sorted(Comparator.comparingInt(row -> row.diedAs)),
        filter);
  }

  int unfinished(JobFilter filter) {
    Stream<Run> kept = store.all(filter).stream().filter(run -> run.settledAt().isEmpty());
    Stream<Run> forgotten = store.forgotten.stream().filter(run -> filter.matches(run.owner()));
    return Math.toIntExact(Stream.concat(kept, forgotten).count());
  }

  Counts counts(JobFilter filter) {
    List<ReferenceRow> seen =
        store.rows.stream().filter(row -> filter.matches(row.owner())).toList();
    return new Counts(
        count(seen, this::isQueued),
        count(seen, row -> row.run.mail().isHeld()),
        count(seen, this::isParked),
        count(seen, row -> row.is(DeliveryStatus.DEAD)),
        seen.stream()
            .filter(row -> hasSink(row.owner()))
            .flatMap(row -> Stream.ofNullable(row.retryAt))
            .min(Comparator.naturalOrder())
            // What is overdue is tried now, as soon as somebody looks.
            .map(at -> at.isBefore(store.time.now()) ? store.time.now() : at));
  }

  private static int count(List<ReferenceRow> rows, Predicate<ReferenceRow> what) {
    return Math.toIntExact(rows.stream().filter(what).count());
  }

  // ---- what is next

  /** When a store has to be looked after at the latest, for whatever reason. */
  Optional<Instant> nextDue(Optional<Duration> ofQueued) {
    Stream<Instant> ofRows =
        store.rows.stream()
            .flatMap(row ->
                Stream.of(
                        Optional.ofNullable(row.retryAt),
                        Optional.ofNullable(row.leasedUntil),
                        Optional.ofNullable(row.forgetAt),
                        Optional.ofNullable(row.parkedSince).map(at -> at.plus(ReferenceRow.WEEK)),
                        Optional.ofNullable(row.diedAt).map(at -> at.plus(ReferenceRow.WEEK)))
                    .flatMap(Optional::stream));
    return Stream.concat(ofRows, ofQueued.map(store.time.now()::plus).stream())
        .filter(at -> at.isBefore(Instant.MAX))
        .min(Comparator.naturalOrder());
  }

  /** A step is over: what is parked now is to be buried one day. */
  void endStep() {
    store.rows.stream()
        .flatMap(row -> Stream.ofNullable(row.parkedSince))
        .forEach(at -> burials.add(at.plus(ReferenceRow.WEEK)));
  }

  /** A sweep said that it is not needed again before. */
  void checkNext(Optional<Duration> said, Optional<Duration> ofQueued, boolean forgot) {
    Instant now = store.time.now();
    Optional<Instant> next = nextDue(ofQueued);
    // A store may say "in a century" for "never".
    Optional<Instant> saidAt =
        said.filter(delay -> delay.compareTo(Duration.ofDays(30_000)) < 0).map(now::plus);
    if (saidAt.isPresent() && burials.contains(saidAt.get())) {
      assertThat(next.filter(at -> at.isBefore(saidAt.get()))).as("due before").isEmpty();
    } else if (forgot && next.isPresent() && saidAt.isPresent()) {
      assertThat(saidAt.get()).isAfterOrEqualTo(next.get());
      assertThat(saidAt.get())
          .isBeforeOrEqualTo(
              Stream.of(next.get(), now.plus(TOGETHER)).max(Comparator.naturalOrder()).get());
    } else {
      assertThat(saidAt).as("the next time to sweep").isEqualTo(next);
    }
  }
}
