package dev.errand.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Admission;
import dev.errand.CancelledBy;
import dev.errand.DeliveryStatus;
import dev.errand.EndReason;
import dev.errand.HandlerCall;
import dev.errand.JobFilter;
import dev.errand.JobStatus;
import dev.errand.spi.Bounds;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailStep.Lease;
import dev.errand.spi.Policy;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.RunRequest;
import dev.errand.spi.Step;
import dev.errand.spi.Step.Recovered;
import dev.errand.spi.Step.Register.Registered;
import dev.errand.spi.StoreListener;
import dev.errand.spi.Terms;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Step.Recover} does about workers that the engine knows to be dead. */
class RecovererTest {
  private static final Worker DEAD = new Worker("dead", Set.of("h"));
  private static final Worker ALIVE = new Worker("alive", Set.of("h"));
  private static final Optional<String> OWNER = Optional.of("a");
  private static final Policy PARKS =
      new Policy(true, Duration.ofMinutes(5), 9, Duration.ofHours(1), 0, false);

  private final Engine engine = new Engine();
  private long nanos;
  private int registered;

  private <O> O apply(Step<O> step) {
    nanos += 1_000_000;
    return engine.apply(step, Instant.EPOCH.plusNanos(nanos), nanos);
  }

  private Run register(Worker worker, boolean handler, Policy policy, int slots) {
    registered++;
    Terms terms =
        new Terms(
            0,
            Admission.QUEUE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            policy);
    RunRequest request =
        new RunRequest(
            Optional.empty(),
            new RunId(worker.id(), registered),
            OWNER,
            "t",
            "l",
            handler ? Optional.of(HandlerCall.of("h", "")) : Optional.empty(),
            terms);
    Step.Register step = new Step.Register(request, false, worker, slots, Bounds.DEFAULT);
    return ((Registered) apply(step)).run();
  }

  private Run closure(Worker worker, int slots) {
    return register(worker, false, Policy.DEFAULT, slots);
  }

  private Run handler(int maxReruns) {
    return register(DEAD, true, Policy.DEFAULT.withMaxReruns(maxReruns), 1);
  }

  private Recovered recover() {
    engine.died(DEAD.id());
    return apply(new Step.Recover(ALIVE));
  }

  private Run now(Run run) {
    return engine.find(run.id(), JobFilter.all()).orElseThrow();
  }

  private static List<String> ids(List<Run> runs) {
    return runs.stream().map(Run::id).toList();
  }

  private Run cancelled(Run run) {
    Step.Cancel step = new Step.Cancel(run.id(), CancelledBy.PERSON, JobFilter.all());
    return ((Applied) apply(step)).run();
  }

  private List<String> claimed(Worker worker) {
    return ids(apply(new MailStep.ClaimMail(worker, OWNER, 10, 1_000)));
  }

  private void open(Worker worker) {
    Long unused = apply(new MailStep.OpenRoute(worker, JobFilter.all()));
  }

  private MailStep.Counts mail() {
    return engine.mail(JobFilter.all(), Instant.EPOCH.plusNanos(nanos), nanos);
  }

  @Test
  @DisplayName("J2 what dead workers had is run again or lost; what others have stays")
  void recovers() {
    Run lost = closure(DEAD, 1);
    Run again = handler(1);
    Run others = closure(ALIVE, 1);
    Run ended = cancelled(closure(DEAD, 1));
    Run queuedClosure = closure(DEAD, 0);
    Run queued = register(DEAD, true, Policy.DEFAULT, 0);

    Recovered recovered = recover();

    assertThat(ids(recovered.rerun())).containsExactly(again.id());
    assertThat(ids(recovered.lost())).containsExactly(lost.id(), queuedClosure.id());
    assertThat(ids(recovered.settled())).containsExactly(ended.id());
    assertThat(now(lost).end().orElseThrow().reason()).isEqualTo(EndReason.LOST);
    assertThat(now(again).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(now(others)).isEqualTo(others);
    assertThat(now(queued)).isEqualTo(queued);
    assertThat(now(ended).end()).isEqualTo(ended.end());
    assertThat(now(ended).settledAt()).isPresent();
    assertThat(engine.unfinished(JobFilter.all())).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "J2 what outlives its worker is adopted, ended or not; queued and settled runs are not")
  void adopts() {
    Policy adopted = Policy.DEFAULT.withAdoption();
    Run running = register(DEAD, true, adopted, 1);
    Run ended = cancelled(register(DEAD, true, adopted, 1));
    Run queued = register(DEAD, true, adopted, 0);

    Recovered recovered = recover();

    assertThat(recovered.adopted()).containsExactly(now(running), now(ended));
    assertThat(recovered.lost()).isEmpty();
    assertThat(recovered.settled()).isEmpty();
    assertThat(now(queued)).isEqualTo(queued);
    for (Run run : recovered.adopted()) {
      assertThat(run.epoch()).isEqualTo(2);
      assertThat(run.worker()).isEqualTo(ALIVE.id());
      assertThat(run.settledAt()).isEmpty();
    }
    assertThat(now(running).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(now(ended).end()).isEqualTo(ended.end());
  }

  @Test
  @DisplayName("J2 the dead are looked after once")
  void once() {
    Run run = handler(1);
    assertThat(recover().rerun()).hasSize(1);
    assertThat(apply(new Step.Recover(ALIVE))).isEqualTo(Recovered.NOTHING);
    assertThat(ids(apply(new Step.Claim(ALIVE, 1, Bounds.DEFAULT)).runs()))
        .containsExactly(run.id());
    assertThat(recover().rerun()).as("it has another worker now").isEmpty();
    assertThat(now(run).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(now(run).epoch()).isEqualTo(2);
  }

  @Test
  @DisplayName("J2 nobody is dead: nothing changes")
  void nobody() {
    Run run = closure(DEAD, 1);
    assertThat(apply(new Step.Recover(ALIVE))).isEqualTo(Recovered.NOTHING);
    assertThat(now(run)).isEqualTo(run);
  }

  @Test
  @DisplayName("J2 a lost run is delivered to the sink that is there already")
  void delivered() {
    Run run = closure(DEAD, 1);
    open(ALIVE);
    recover();
    assertThat(claimed(ALIVE)).containsExactly(run.id());
  }

  @Test
  @DisplayName("J2 without a sink the mail of lost runs waits for one, and is not unrouted")
  void waitsForSink() {
    Run lost = closure(DEAD, 1);
    Run ended = cancelled(closure(DEAD, 1));
    recover();
    assertThat(now(lost).mail().status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(now(ended).mail().status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(mail().parked()).isEqualTo(2);
    open(ALIVE);
    assertThat(claimed(ALIVE)).containsExactlyInAnyOrder(lost.id(), ended.id());
  }

  @Test
  @DisplayName("F11 holds of dead workers go, and what they held waits for a sink")
  void holds() {
    Run lost = closure(DEAD, 1);
    Run held = register(ALIVE, false, Policy.DEFAULT, 1);
    apply(new MailStep.Hold(DEAD, "hold-1", Set.of(lost.id(), held.id()), JobFilter.all(), false));
    cancelled(held);
    apply(new Step.GiveUp(held.registration(), 1));
    recover();
    assertThat(mail().held()).isZero();
    assertThat(mail().parked()).isEqualTo(2);
  }

  @Test
  @DisplayName("F11 a hold of somebody who lives stays")
  void holdOfOther() {
    Run lost = closure(DEAD, 1);
    apply(new MailStep.Hold(ALIVE, "hold-1", Set.of(lost.id()), JobFilter.all(), false));
    recover();
    assertThat(mail().held()).isEqualTo(1);
    apply(new MailStep.Release(ALIVE, "hold-1", Set.of(lost.id()), JobFilter.all(), false));
    assertThat(mail().parked()).as("it waits for a sink").isEqualTo(1);
  }

  @Test
  @DisplayName("J3 what a dead worker had in flight is due again, with the same delivery id")
  void inFlight() {
    Run run = register(ALIVE, false, PARKS, 1);
    open(DEAD);
    cancelled(run);
    apply(new Step.GiveUp(run.registration(), 1));
    assertThat(claimed(DEAD)).containsExactly(run.id());
    Lease lease = new Lease(run.registration(), now(run).mail().lease());
    recover();
    open(ALIVE);
    assertThat(apply(new MailStep.GiveBack(List.of(lease)))).as("the dead one's lease").isZero();
    assertThat(claimed(ALIVE)).containsExactly(run.id());
    assertThat(now(run).mail().attempts()).isEqualTo(2);
  }

  @Test
  @DisplayName("J2 managers hear of what ended, settled, and may run again")
  void hints() {
    Run lost = closure(DEAD, 1);
    Run ended = cancelled(closure(DEAD, 1));
    handler(1);
    List<String> heard = new ArrayList<>();
    Hints hints = new Hints();
    hints.add(
        ALIVE,
        new StoreListener() {
          @Override
          public void changed(Run run) {
            heard.add("changed " + run.id());
          }

          @Override
          public void runnable() {
            heard.add("runnable");
          }
        });
    Recovered recovered = recover();
    hints.after(new Step.Recover(ALIVE), recovered, engine.effects());
    assertThat(heard).containsExactly("changed " + lost.id(), "changed " + ended.id(), "runnable");
  }

  @Test
  @DisplayName(
      "K2 what outlives a worker of another host waits for somebody there, and is lost then")
  void diesElsewhere() {
    Run process = register(DEAD, true, Policy.DEFAULT.withAdoption(), 1);
    Run closure = closure(DEAD, 1);
    engine.begin(Instant.EPOCH, 0);
    engine.diedElsewhere(DEAD.id(), Instant.EPOCH.plusNanos(nanos + 2_500_000));

    Recovered first = apply(new Step.Recover(ALIVE));
    assertThat(ids(first.lost())).containsExactly(closure.id());
    assertThat(first.adopted()).isEmpty();
    assertThat(now(process).status()).isEqualTo(JobStatus.RUNNING);

    assertThat(apply(new Step.Recover(ALIVE)).lost()).isEmpty();
    assertThat(ids(apply(new Step.Recover(ALIVE)).lost())).containsExactly(process.id());
    assertThat(now(process).end().orElseThrow().text()).contains("may still run there");
  }

  @Test
  @DisplayName("K2 a worker that was taken for dead and is alive keeps what it still has")
  void isAliveAfterAll() {
    Run run = closure(DEAD, 1);
    engine.died(DEAD.id());
    engine.nobodyIsDead();

    assertThat(apply(new Step.Recover(ALIVE))).isEqualTo(Recovered.NOTHING);
    assertThat(now(run).status()).isEqualTo(JobStatus.RUNNING);
  }
}
