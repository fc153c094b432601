package dev.errand.crash;

import dev.errand.Admission;
import dev.errand.AwaitMode;
import dev.errand.HandlerCall;
import dev.errand.JobFilter;
import dev.errand.JobLimitReachedException;
import dev.errand.JobOptions;
import dev.errand.ManagerClosedException;
import dev.errand.QueueFullException;
import dev.errand.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Registers jobs of all sorts. */
final class Registering {
  private static final List<String> PREFERRED = List.of("build", "test", "deploy", "deploy-7");

  private final Stage stage;
  private final Random dice;
  private final AtomicInteger tickets;
  private final Asking asking;

  Registering(Stage stage, Random dice, AtomicInteger tickets) {
    this.stage = stage;
    this.dice = dice;
    this.tickets = tickets;
    this.asking = new Asking(stage, dice);
  }

  private record Wanted(String ticket, String owner, JobOptions options, boolean automatic) {}

  void any() throws InterruptedException {
    Wanted wanted = wanted();
    Optional<String> id = register(wanted);
    if (id.isPresent()) {
      if (wanted.options.hold()) {
        afterHold(wanted, id.get());
      }
      if (wanted.automatic) {
        Known.Item item = new Known.Item(wanted.ticket, id.get(), wanted.owner);
        stage.known().add(item);
        if (chance(6)) {
          asking.cancel(item);
        }
      }
    }
  }

  private boolean chance(int percent) {
    return dice.nextInt(100) < percent;
  }

  private Wanted wanted() {
    String ticket = stage.plan().life() + "." + tickets.incrementAndGet();
    String owner = Owners.any(dice);
    JobOptions.Builder options = JobOptions.builder();
    if (!owner.equals(Event.NOBODY)) {
      options.owner(owner);
    }
    boolean preferred = chance(15);
    boolean keyed = !preferred && chance(15);
    if (preferred) {
      options.id(PREFERRED.get(dice.nextInt(PREFERRED.size())));
    }
    if (keyed) {
      // The same few keys for three lives: a key must be known after a crash, too.
      options.idempotencyKey("key-" + stage.plan().life() / 3 + "-" + dice.nextInt(6));
    } else if (chance(12)) {
      options.hold();
    }
    if (chance(70)) {
      options.admission(Admission.QUEUE).priority(dice.nextInt(5));
    }
    if (chance(10)) {
      options.startAfter(Duration.ofMillis(dice.nextInt(150)));
    }
    if (chance(5)) {
      options.queueTimeout(Duration.ofMillis(1 + dice.nextInt(50)));
    }
    if (chance(5)) {
      options.timeout(Duration.ofMillis(1 + dice.nextInt(20)));
    }
    return new Wanted(ticket, owner, options.build(), !preferred && !keyed);
  }

  /** The id, unless it was refused. */
  private Optional<String> register(Wanted wanted) {
    String ticket = wanted.ticket;
    String work = List.of("closure", Bodies.LOST, Bodies.RERUN, Bodies.RERUN).get(dice.nextInt(4));
    String payload = Bodies.payload(ticket, dice, stage.plan().isShared());
    stage
        .evidence()
        .write(
            Kind.REGISTER,
            "t",
            ticket,
            "owner",
            wanted.owner,
            "work",
            work,
            "preferred",
            wanted.options.id().orElse(Event.NOBODY),
            "key",
            wanted.options.idempotencyKey().orElse(Event.NOBODY),
            "hold",
            Boolean.toString(wanted.options.hold()),
            "keep",
            Boolean.toString(stage.plan().keeps()));
    try {
      String id =
          work.equals("closure")
              ? stage
                  .manager()
                  .register(
                      "task",
                      ticket,
                      context -> stage.bodies().run(payload, context),
                      wanted.options)
              : stage
                  .manager()
                  .register("task", ticket, HandlerCall.of(work, payload), wanted.options);
      stage.evidence().write(Kind.REGISTERED, "t", ticket, "id", id);
      return Optional.of(id);
    } catch (JobLimitReachedException | QueueFullException full) {
      stage.evidence().write(Kind.REFUSED, "t", ticket, "why", full.getMessage());
      return Optional.empty();
    } catch (ManagerClosedException closed) {
      stage.evidence().write(Kind.REFUSED, "t", ticket, "why", closed.getMessage());
      throw closed;
    } catch (StoreException failure) {
      Kind kind = failure.outcomeUnknown() ? Kind.UNKNOWN : Kind.REFUSED;
      stage.evidence().write(kind, "t", ticket, "why", String.valueOf(failure.getMessage()));
      throw failure;
    }
  }

  /** A held job is waited for and consumed, or let go, or left held: then the crash lets it go. */
  private void afterHold(Wanted wanted, String id) throws InterruptedException {
    int roll = dice.nextInt(10);
    if (roll < 5) {
      Awaiting.await(stage, wanted.ticket, id, AwaitMode.ALL, dice.nextInt(40));
    }
    if (roll < 7) {
      stage.evidence().write(Kind.UNHOLD, "t", wanted.ticket);
      int unused = stage.manager().unwatchJobs(List.of(id), JobFilter.all());
    }
  }
}
