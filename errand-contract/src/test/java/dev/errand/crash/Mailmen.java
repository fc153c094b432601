package dev.errand.crash;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sinks of the owners. Whether a call fails is chosen by the delivery and its attempt, and
 * never after the third: waits between attempts stay short.
 */
final class Mailmen {
  private static final int LAST_THAT_MAY_FAIL = 3;

  private final LifePlan plan;
  private final EvidenceLog evidence;
  private final Map<String, Subscription> open = new ConcurrentHashMap<>();

  Mailmen(LifePlan plan, EvidenceLog evidence) {
    this.plan = plan;
    this.evidence = evidence;
  }

  /** Takes what has no owner. */
  void unowned(Delivery mail) {
    evidence.mail(Kind.SINK, Event.NOBODY, mail);
    evidence.mail(Kind.SINK_OK, Event.NOBODY, mail);
  }

  /** Registers this owner's sink, in place of the one it had. */
  void open(AsyncJobManager manager, String owner) {
    Subscription sink =
        owner.equals(Owners.BATCH) || owner.equals(Owners.PICKY)
            ? manager.registerBatchDeliverySink(owner, batch -> takeAll(owner, batch))
            : manager.registerDeliverySink(owner, mail -> takeOne(owner, mail));
    Subscription before = open.put(owner, sink);
    if (before != null) {
      before.close();
    }
  }

  /** Takes this owner's sink away. */
  void close(String owner) {
    Subscription sink = open.remove(owner);
    if (sink != null) {
      sink.close();
    }
  }

  private void takeOne(String owner, Delivery mail) throws InterruptedException {
    evidence.mail(Kind.SINK, owner, mail);
    if (owner.equals(Owners.SLOW) && isWorking()) {
      Pause.micros(diceOf(mail).nextInt(60_000));
    }
    if (owner.equals(Owners.FLAKY) && fails(mail, 30)) {
      evidence.mail(Kind.SINK_FAILED, owner, mail);
      throw new IllegalStateException("not now");
    }
    evidence.mail(Kind.SINK_OK, owner, mail);
  }

  private List<String> takeAll(String owner, List<Delivery> batch) {
    for (Delivery mail : batch) {
      evidence.mail(Kind.SINK, owner, mail);
    }
    boolean picky = owner.equals(Owners.PICKY);
    boolean throwing = picky && fails(batch.get(0), 20);
    List<String> accepted = new ArrayList<>();
    for (Delivery mail : batch) {
      if (throwing || (picky && fails(mail, 20))) {
        evidence.mail(Kind.SINK_FAILED, owner, mail);
      } else {
        evidence.mail(Kind.SINK_OK, owner, mail);
        accepted.add(mail.deliveryId());
      }
    }
    if (throwing) {
      throw new IllegalStateException("none of these now");
    }
    return accepted;
  }

  private boolean isWorking() {
    return plan.mode() != LifePlan.Mode.DRAIN;
  }

  private boolean fails(Delivery mail, int percent) {
    return isWorking()
        && mail.attempt() <= LAST_THAT_MAY_FAIL
        && diceOf(mail).nextInt(100) < percent;
  }

  private Random diceOf(Delivery mail) {
    return plan.dice(mail.deliveryId() + mail.attempt());
  }
}
