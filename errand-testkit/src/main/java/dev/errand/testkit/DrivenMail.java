package dev.errand.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailStep.Lease;
import dev.errand.spi.MailStep.Verdict;
import dev.errand.spi.Run;
import dev.errand.spi.Transition;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The mail of a store under test, with a word for each thing that tests do to it. Lanes are named
 * by their owners, that of the unowned runs by an empty name. Thread-safe.
 */
final class DrivenMail {
  static final int MOST = 100;
  static final int MOST_BYTES = 256 * 1024;
  static final Duration RETRY = Duration.ofSeconds(2);
  static final Duration LEASE = Duration.ofSeconds(60);
  static final String ERROR = "the sink failed";

  private final DrivenStore store;

  DrivenMail(DrivenStore store) {
    this.store = store;
  }

  static Optional<String> lane(String owner) {
    return owner.isEmpty() ? Optional.empty() : Optional.of(owner);
  }

  static Lease lease(Run handedOut) {
    return new Lease(handedOut.registration(), handedOut.mail().lease());
  }

  static Verdict failure(Run handedOut, Duration retryIn) {
    return new Verdict(lease(handedOut), Optional.of(ERROR), retryIn, false);
  }

  private static Set<String> ids(String... ids) {
    return new LinkedHashSet<>(List.of(ids));
  }

  static List<DeliveryStatus> statuses(List<Run> runs) {
    return runs.stream().map(run -> run.mail().status()).toList();
  }

  // ---- runs with mail

  /** A run of W1 that has ended and settled. */
  Run ended(Ask ask) {
    return store.settle(store.start(ask, DrivenStore.W1));
  }

  /** The same of this owner with this id. */
  Run ended(String owner, String id) {
    return ended(Ask.closure().owner(lane(owner)).id(id));
  }

  // ---- routes

  long open(Worker worker, JobFilter audience) {
    return store.submit(new MailStep.OpenRoute(worker, audience));
  }

  long open(Worker worker, String owner) {
    return open(worker, JobFilter.owner(owner));
  }

  boolean close(JobFilter audience, long token) {
    return store.submit(new MailStep.CloseRoute(audience, token));
  }

  int retire(Worker worker) {
    return store.submit(new MailStep.Retire(worker));
  }

  // ---- handing out

  static MailStep.ClaimMail claimOf(Worker worker, String owner) {
    return new MailStep.ClaimMail(worker, lane(owner), MOST, MOST_BYTES);
  }

  List<Run> claim(Worker worker, String owner) {
    return store.submit(claimOf(worker, owner));
  }

  List<Run> claim(Worker worker, String owner, int most, int mostBytes) {
    return store.submit(new MailStep.ClaimMail(worker, lane(owner), most, mostBytes));
  }

  /** The ids of what was claimed. */
  List<String> claimed(Worker worker, String owner) {
    return DrivenStore.ids(claim(worker, owner));
  }

  /** Claims what there must be exactly one of. */
  Run claimOne(Worker worker, String owner) {
    List<Run> claimed = claim(worker, owner);
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  List<Run> take(String owner, int most) {
    return store.submit(new MailStep.TakeMail(owner, most, LEASE));
  }

  List<Run> takeOf(String owner, String... ids) {
    return store.submit(
        new MailStep.TakeMail(owner, MOST, LEASE, new LinkedHashSet<>(List.of(ids))));
  }

  /** Takes what there must be exactly one of. */
  Run takeOne(String owner) {
    List<Run> taken = take(owner, MOST);
    assertThat(taken).hasSize(1);
    return taken.get(0);
  }

  int giveBack(Run... handedOut) {
    return store.submit(
        new MailStep.GiveBack(Stream.of(handedOut).map(DrivenMail::lease).toList()));
  }

  // ---- what became of it

  List<Transition> conclude(Verdict... verdicts) {
    return store.submit(new MailStep.Conclude(List.of(verdicts), Optional.empty())).verdicts();
  }

  Transition succeed(Run handedOut) {
    return conclude(Verdict.taken(lease(handedOut))).get(0);
  }

  Transition fail(Run handedOut) {
    return conclude(failure(handedOut, RETRY)).get(0);
  }

  /** A failed attempt, whose retry has come. */
  void failAndWait(Run handedOut) {
    DrivenStore.applied(fail(handedOut));
    store.pass(RETRY);
    store.sweep();
  }

  /** One claim of this lane after the other, until nothing is left; in the order of the claims. */
  List<List<String>> claims(Worker worker, String owner, int most, int mostBytes) {
    return Stream.generate(() -> DrivenStore.ids(claim(worker, owner, most, mostBytes)))
        .takeWhile(claimed -> !claimed.isEmpty())
        .toList();
  }

  // ---- holding back and consuming

  List<Run> hold(Worker worker, String holder, String... ids) {
    return store.submit(new MailStep.Hold(worker, holder, ids(ids), JobFilter.all(), false));
  }

  List<Run> takeOver(Worker worker, String holder, String... ids) {
    return store.submit(new MailStep.Hold(worker, holder, ids(ids), JobFilter.all(), true));
  }

  List<Run> release(Worker worker, String holder, String... ids) {
    return store.submit(new MailStep.Release(worker, holder, ids(ids), JobFilter.all(), false));
  }

  List<Run> releaseOrRegistration(Worker worker, String holder, String... ids) {
    return store.submit(new MailStep.Release(worker, holder, ids(ids), JobFilter.all(), true));
  }

  MailStep.Acknowledged acknowledge(String... ids) {
    return store.submit(new MailStep.Acknowledge(ids(ids), JobFilter.all()));
  }

  List<Run> resume(String... ids) {
    return store.submit(new MailStep.Resume(ids(ids), JobFilter.all()));
  }

  List<Run> consume(Run... runs) {
    return store.submit(new MailStep.Consume(Stream.of(runs).map(Run::registration).toList()));
  }

  Transition redeliver(Run run) {
    return store.submit(new MailStep.Redeliver(run.registration().runId(), JobFilter.all()));
  }

  // ---- looking

  MailStep.Counts counts() {
    return store.store.mail(JobFilter.all());
  }

  DeliveryStatus status(Run run) {
    return store.now(run).mail().status();
  }

  List<Run> deadLetters() {
    return store.store.deadLetters(JobFilter.all());
  }
}
