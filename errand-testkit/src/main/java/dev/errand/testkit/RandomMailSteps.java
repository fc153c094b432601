package dev.errand.testkit;

import dev.errand.DeliveryStatus;
import dev.errand.JobFilter;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailStep.ClaimMail;
import dev.errand.spi.MailStep.Lease;
import dev.errand.spi.MailStep.Verdict;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a {@link RandomWalk} does to mail. */
final class RandomMailSteps {
  private static final List<JobFilter> AUDIENCES =
      List.of(
          JobFilter.all(),
          JobFilter.unowned(),
          JobFilter.owner("a"),
          JobFilter.owner("a/b"),
          JobFilter.owner("b"));
  private static final List<String> HOLDERS = List.of("h", "i", MailStep.Hold.REGISTRATION);

  private final ReferenceStore reference;
  private final RandomRunSteps runs;
  private final Dice dice;

  /** Leases of whatever age, most of them stale. */
  private final List<Lease> leases = new ArrayList<>();

  RandomMailSteps(ReferenceStore reference, RandomRunSteps runs, Dice dice) {
    this.reference = reference;
    this.runs = runs;
    this.dice = dice;
  }

  Step<?> next() {
    int number = dice.upTo(100);
    if (number < 25) {
      return claim();
    } else if (number < 50) {
      Optional<ClaimMail> next = dice.oneIn(2) ? Optional.of(claim()) : Optional.empty();
      return new MailStep.Conclude(some(3, this::verdict), next);
    } else if (number < 56) {
      String owner = dice.pick(List.of("a", "a/b", "b", "c"));
      return dice.oneIn(3)
          ? new MailStep.TakeMail(owner, 1 + dice.upTo(3), lease(), someIds())
          : new MailStep.TakeMail(owner, 1 + dice.upTo(3), lease());
    } else if (number < 60) {
      return new MailStep.GiveBack(some(3, this::someLease));
    } else if (number < 67) {
      return new MailStep.Hold(worker(), holder(), someIds(), filter(), dice.oneIn(2));
    } else if (number < 77) {
      return new MailStep.Release(worker(), holder(), someIds(), filter(), dice.oneIn(2));
    } else if (number < 81) {
      return new MailStep.Acknowledge(someIds(), filter());
    } else if (number < 84) {
      return new MailStep.Consume(some(2, this::someEnded));
    } else if (number < 87) {
      return new MailStep.Resume(ids(DeliveryStatus.MUTED), filter());
    } else if (number < 90) {
      return new MailStep.Redeliver(someDead().runId(), filter());
    } else if (number < 95) {
      return new MailStep.OpenRoute(worker(), dice.pick(AUDIENCES));
    }
    return number < 99 ? close() : new MailStep.Retire(worker());
  }

  /** These were handed out. */
  void remember(List<Run> handedOut) {
    handedOut.forEach(run -> leases.add(DrivenMail.lease(run)));
    while (leases.size() > 12) {
      leases.remove(0);
    }
  }

  // ---- who and what

  private Worker worker() {
    return dice.pick(Dice.WORKERS);
  }

  private String holder() {
    return dice.pick(HOLDERS);
  }

  private JobFilter filter() {
    return dice.oneIn(3) ? dice.pick(Dice.FILTERS) : JobFilter.all();
  }

  private interface Picker<T> {
    T pick();
  }

  private <T> List<T> some(int most, Picker<T> picker) {
    return Stream.generate(picker::pick).limit(1 + dice.upTo(most)).toList();
  }

  private Set<String> someIds() {
    return new LinkedHashSet<>(some(3, this::someId));
  }

  private String someId() {
    return dice.oneIn(2) ? runs.someId() : orSome(row -> row.run.mail().isUnderWay()).id();
  }

  private Set<String> ids(DeliveryStatus status) {
    return new LinkedHashSet<>(
        some(2, () -> dice.oneIn(4) ? someId() : orSome(row -> row.is(status)).id()));
  }

  private Registration someEnded() {
    Optional<Run> forgotten = dice.oneIn(3) ? runs.someForgotten() : Optional.empty();
    return forgotten.orElseGet(() -> orSome(row -> row.run.status().isFinal())).registration();
  }

  private Registration someDead() {
    return orSome(row -> row.is(DeliveryStatus.DEAD)).registration();
  }

  /** One of these rows, or any run if there are none. */
  private Run orSome(Predicate<ReferenceRow> wanted) {
    List<ReferenceRow> rows = reference.rows.stream().filter(wanted).toList();
    return rows.isEmpty() ? runs.someRun() : dice.pick(rows).run;
  }

  // ---- attempts

  private ClaimMail claim() {
    return runs.claimMail(dice.pick(Dice.OWNERS));
  }

  private Verdict verdict() {
    Optional<String> error = dice.oneIn(3) ? Optional.empty() : Optional.of("no " + dice.upTo(9));
    return new Verdict(someLease(), error, dice.millisUpTo(1_500), dice.oneIn(4));
  }

  private Lease someLease() {
    if (!leases.isEmpty() && dice.oneIn(5)) {
      return dice.pick(leases);
    }
    return DrivenMail.lease(orSome(row -> row.is(DeliveryStatus.IN_FLIGHT)));
  }

  private Duration lease() {
    return dice.oneIn(6)
        ? Duration.ofSeconds(Long.MAX_VALUE)
        : dice.millisUpTo(2_000).plusMillis(1);
  }

  // ---- routes

  private MailStep.CloseRoute close() {
    JobFilter audience = dice.pick(AUDIENCES);
    Map<JobFilter, Long> open = reference.routes.open();
    long token = open.getOrDefault(audience, 0L);
    return new MailStep.CloseRoute(audience, dice.oneIn(4) ? token - 1 : token);
  }
}
