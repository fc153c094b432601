package dev.errand.internal.table;

import dev.errand.DeliveryStatus;
import dev.errand.JobEnd;
import dev.errand.JobFilter;
import dev.errand.internal.Texts;
import dev.errand.spi.Durations;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailStep.Acknowledged;
import dev.errand.spi.MailStep.Concluded;
import dev.errand.spi.MailStep.Lease;
import dev.errand.spi.MailStep.Verdict;
import dev.errand.spi.MailTransitions;
import dev.errand.spi.Policy;
import dev.errand.spi.Refusal;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transition.Refused;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each {@link MailStep} does to the {@link RunTable}. */
final class MailSteps {
  static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final RunTable table;
  private Instant now = Instant.EPOCH;

  MailSteps(RunTable table) {
    this.table = table;
  }

  /** The outcome of the step, of the type that the step has. */
  Object apply(MailStep<?> step, Instant at) {
    now = at;
    return switch (step) {
      case MailStep.OpenRoute open -> openRoute(open);
      case MailStep.CloseRoute close -> closeRoute(close);
      case MailStep.ClaimMail claim -> claim(claim);
      case MailStep.Conclude conclude -> conclude(conclude);
      case MailStep.TakeMail take -> take(take);
      case MailStep.GiveBack giveBack -> giveBack(giveBack);
      case MailStep.Hold hold -> hold(hold);
      case MailStep.Release release -> release(release);
      case MailStep.Acknowledge acknowledge -> acknowledge(acknowledge);
      case MailStep.Consume consume -> consume(consume);
      case MailStep.Resume resume ->
          each(resume.ids(), resume.filter(), row -> MailTransitions.resume(row.run));
      case MailStep.Redeliver redeliver -> redeliver(redeliver);
      case MailStep.Retire retire -> retire(Set.of(retire.worker().id()));
    };
  }

  // ---- routes

  private Long openRoute(MailStep.OpenRoute step) {
    long token = table.mail.routes.open(step.worker(), step.audience());
    table.routeIsChanging(step.audience());
    reroute(step.audience());
    return token;
  }

  private Boolean closeRoute(MailStep.CloseRoute step) {
    boolean closed = table.mail.routes.close(step.audience(), step.token());
    if (closed) {
      table.routeIsChanging(step.audience());
      reroute(step.audience());
    }
    return closed;
  }

  void reroute(JobFilter audience) {
    for (OwnerBook book : table.owners.of(audience)) {
      table.mail.reroute(book.mail, table.now, table.effects);
    }
  }

  // ---- handing out

  /** Hands out what is due in a lane; nobody need be told any more that it is. */
  List<Run> claim(MailStep.ClaimMail step) {
    OwnerBook book = table.owners.find(step.owner());
    if (book == null) {
      return List.of();
    }
    Mailbox box = book.mail;
    if (step.afresh()) {
      giveBackUnseen(box, step.worker());
    }
    if (box.due.size() == 0 || box.route == null || !box.route.worker().equals(step.worker())) {
      return List.of();
    }
    List<Run> claimed = new ArrayList<>(Math.min(step.most(), box.due.size()));
    long bytes = 0;
    for (Letter letter = box.due.first();
        letter != null && claimed.size() < step.most();
        letter = box.due.first()) {
      Run run = letter.row.run;
      if (step.most() > 1) {
        bytes += bytesOf(run);
        boolean fits = bytes <= step.mostBytes() && !letter.alone;
        if (!fits && !claimed.isEmpty()) {
          break;
        }
      }
      claimed.add(handOut(letter));
      letter.courier = step.worker().id();
      if (letter.alone) {
        break;
      }
    }
    if (box.due.size() == 0) {
      table.effects.nothingDue(box);
    }
    return claimed;
  }

  /** What the worker has in flight here it does not know of. */
  private void giveBackUnseen(Mailbox box, Worker worker) {
    for (Row row : box.underWay.rows()) {
      if (row.letter != null && worker.id().equals(row.letter.courier)) {
        Transition unused =
            table.keep(row, MailTransitions.giveBack(row.run, row.run.mail().lease()));
      }
    }
  }

  private static long bytesOf(Run run) {
    JobEnd end = run.state().end();
    return end == null
        ? 0
        : Texts.utf8Length(end.text()) + end.data().map(Texts::utf8Length).orElse(0L);
  }

  private Run handOut(Letter letter) {
    Row row = letter.row;
    Transition claimed = MailTransitions.claim(row.run, table.mail.newLease());
    if (table.keep(row, claimed) instanceof Applied applied) {
      return applied.run();
    }
    throw new AssertionError("due mail of run " + row.run.runId() + " cannot be claimed");
  }

  private List<Run> take(MailStep.TakeMail step) {
    OwnerBook book = table.owners.find(Optional.of(step.owner()));
    List<Run> taken = new ArrayList<>();
    long until = table.now + Durations.saturatedNanos(step.lease());
    if (book == null) {
      return taken;
    }
    Iterator<String> ids = step.ids().iterator();
    JobFilter mine = JobFilter.owner(step.owner());
    while (taken.size() < step.most()) {
      Letter letter = step.ids().isEmpty() ? book.mail.due.first() : nextDue(ids, mine);
      if (letter == null) {
        break;
      }
      taken.add(handOut(letter));
      table.mail.leased(letter, until, table.now, table.effects);
    }
    return taken;
  }

  private @Nullable Letter nextDue(Iterator<String> ids, JobFilter filter) {
    while (ids.hasNext()) {
      Row row = table.visible(ids.next(), filter);
      if (row != null && row.letter != null && row.letter.isDue) {
        return row.letter;
      }
    }
    return null;
  }

  private Integer giveBack(MailStep.GiveBack step) {
    int count = 0;
    for (Lease lease : step.leases()) {
      if (change(lease.run(), row -> MailTransitions.giveBack(row.run, lease.lease()))
          instanceof Applied) {
        count++;
      }
    }
    return count;
  }

  // ---- concluding

  private Concluded conclude(MailStep.Conclude step) {
    List<Transition> transitions = new ArrayList<>(step.verdicts().size());
    for (Verdict verdict : step.verdicts()) {
      transitions.add(conclude(verdict));
    }
    return new Concluded(transitions, step.next().map(this::claim).orElse(List.of()));
  }

  private Transition conclude(Verdict verdict) {
    Row row = table.rowOf(verdict.lease().run());
    if (row == null) {
      return new Refused(Refusal.UNKNOWN);
    }
    if (verdict.error().isEmpty()) {
      return table.keep(row, MailTransitions.deliver(row.run));
    }
    long lease = verdict.lease().lease();
    String error = verdict.error().get();
    if (wasLastAttempt(row)) {
      return table.keep(row, MailTransitions.failForGood(row.run, lease, error));
    }
    Duration wait = within(verdict.retryIn());
    Letter letter = row.letter;
    Transition failed = MailTransitions.fail(row.run, lease, error, now.plus(wait));
    if (letter != null && failed instanceof Applied) {
      letter.alone |= verdict.alone();
    }
    return table.keep(row, failed, table.now + wait.toNanos());
  }

  private static Duration within(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait;
  }

  private boolean wasLastAttempt(Row row) {
    Policy policy = row.run.registration().terms().policy();
    Letter letter = row.letter;
    return row.run.mail().attempts() >= policy.maxAttempts()
        || (letter != null
            && table.now - letter.firstAttempt >= Durations.saturatedNanos(policy.deliveryTtl()));
  }

  private List<Run> consume(MailStep.Consume step) {
    List<Run> consumed = new ArrayList<>();
    for (Registration run : step.runs()) {
      if (change(run, row -> MailTransitions.acknowledge(row.run)) instanceof Applied applied) {
        consumed.add(applied.run());
      }
    }
    return consumed;
  }

  private Acknowledged acknowledge(MailStep.Acknowledge step) {
    int dropped = 0;
    List<Run> changed = new ArrayList<>();
    for (String id : step.ids()) {
      Row row = table.visible(id, step.filter());
      if (row == null) {
        continue;
      }
      boolean waited = row.run.mail().status() == DeliveryStatus.WAITING;
      if (table.keep(row, MailTransitions.acknowledge(row.run)) instanceof Applied applied) {
        changed.add(applied.run());
        dropped += waited ? 1 : 0;
      }
    }
    return new Acknowledged(dropped, changed);
  }

  private Transition redeliver(MailStep.Redeliver step) {
    for (Row row : table.mail.dead.of(step.filter())) {
      if (row.run.registration().runId().equals(step.run())) {
        return table.keep(row, MailTransitions.redeliver(row.run));
      }
    }
    return new Refused(Refusal.UNKNOWN);
  }

  // ---- holds

  private List<Run> hold(MailStep.Hold step) {
    List<Run> held = new ArrayList<>();
    for (String id : step.ids()) {
      Row row = table.visible(id, step.filter());
      if (row == null) {
        continue;
      }
      Holders others =
          step.takeOver() ? row.holders.without(MailStep.Hold.REGISTRATION) : row.holders;
      if (others.size() < row.holders.size()) {
        table.setHolders(row, others.with(step.worker(), step.holder())); // as many as before
      } else {
        hold(row, step.worker(), step.holder());
      }
      held.add(row.run);
    }
    return held;
  }

  void hold(Row row, Worker worker, String holder) {
    table.setHolders(row, row.holders.with(worker, holder));
    Transition unused = table.keep(row, MailTransitions.hold(row.run));
  }

  private List<Run> release(MailStep.Release step) {
    List<Run> released = new ArrayList<>();
    for (Row row : inOrderOfEnds(step.ids(), step.filter())) {
      Holders left = row.holders.without(step.worker(), step.holder());
      if (left.size() == row.holders.size() && step.orRegistration()) {
        left = row.holders.without(MailStep.Hold.REGISTRATION);
      }
      if (left.size() < row.holders.size()) {
        Transition unused = release(row, left);
        released.add(row.run);
      }
    }
    return released;
  }

  private Transition release(Row row, Holders left) {
    int holds = row.holders.size() - left.size();
    table.setHolders(row, left);
    return table.keep(row, MailTransitions.release(row.run, holds));
  }

  /** These workers are gone. */
  Integer retire(Set<String> workers) {
    int changed = 0;
    // What had a sink until now waits for the next one, even if its body is there still.
    table.reads.routedTo(workers).forEach(table::acceptMail);
    for (Row row : table.index.withHolders()) {
      Holders left = row.holders.withoutAllOf(workers);
      if (left.size() < row.holders.size() && release(row, left) instanceof Applied) {
        changed++;
      }
    }
    for (Row row : table.reads.inFlightWith(workers)) {
      if (table.keep(row, MailTransitions.giveBack(row.run, row.run.mail().lease()))
          instanceof Applied) {
        changed++;
      }
    }
    // Last: what is due again while there is a sink is parked without it, and not unrouted.
    Map<JobFilter, Routes.Route> closed = table.mail.routes.closeAll(workers);
    closed.keySet().forEach(table::routeIsChanging);
    reroute(JobFilter.all());
    // Routes are in no row. Without this a second try would not know whose mail had a sink.
    table.ifUndone(() -> {
      table.mail.routes.openAgain(closed);
      reroute(JobFilter.all());
    });
    return changed;
  }

  private List<Run> each(Set<String> ids, JobFilter filter, Function<Row, Transition> rule) {
    List<Run> changed = new ArrayList<>();
    for (Row row : inOrderOfEnds(ids, filter)) {
      if (table.keep(row, rule.apply(row)) instanceof Applied applied) {
        changed.add(applied.run());
      }
    }
    return changed;
  }

  /** The order in which mail that becomes due at the same moment goes out. */
  private List<Row> inOrderOfEnds(Set<String> ids, JobFilter filter) {
    List<Row> rows = new ArrayList<>(ids.size());
    for (String id : ids) {
      Row row = table.visible(id, filter);
      if (row != null) {
        rows.add(row);
      }
    }
    rows.sort(Comparator.comparingLong(row -> row.endSequence));
    return rows;
  }

  private Transition change(Registration of, Function<Row, Transition> rule) {
    @Nullable Row row = table.rowOf(of);
    return row == null ? new Refused(Refusal.UNKNOWN) : table.keep(row, rule.apply(row));
  }
}
