package dev.errand.internal;

import dev.errand.Delivery;
import dev.errand.TakenDeliveries;
import dev.errand.spi.MailStep;
import dev.errand.spi.MailStep.Verdict;
import dev.errand.spi.Run;
import dev.errand.spi.Transition.Applied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mail that is pulled instead of pushed (contract F16). */
final class Readers {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Steps steps;

  Readers(Steps steps) {
    this.steps = steps;
  }

  TakenDeliveries take(String owner, int max) {
    return take(new MailStep.TakeMail(owner, max, LEASE));
  }

  TakenDeliveries take(String owner, Set<String> ids) {
    return ids.isEmpty()
        ? new Taken(List.of())
        : take(new MailStep.TakeMail(owner, ids.size(), LEASE, ids));
  }

  private TakenDeliveries take(MailStep.TakeMail step) {
    return new Taken(steps.submit(step, this::giveBackLater));
  }

  /** What was taken too late is nobody's. */
  private void giveBackLater(List<Run> runs) {
    if (!runs.isEmpty()) {
      steps.insist(giveBackOf(runs), "Taken deliveries could not be given back");
    }
  }

  private static MailStep.GiveBack giveBackOf(List<Run> runs) {
    return new MailStep.GiveBack(runs.stream().map(Courier::leaseOf).toList());
  }

  private final class Taken implements TakenDeliveries {
    private final List<Delivery> deliveries;
    private final Map<String, Run> open = new LinkedHashMap<>();

    Taken(List<Run> runs) {
      deliveries = runs.stream().map(Courier::delivery).toList();
      runs.forEach(run -> open.put(run.registration().runId().deliveryId(), run));
    }

    @Override
    public List<Delivery> deliveries() {
      return deliveries;
    }

    @Override
    public boolean confirm(String deliveryId) {
      Run run = takeOut(Check.notNull("deliveryId", deliveryId));
      return run != null && confirm(List.of(run)) == 1;
    }

    @Override
    public int confirmAll() {
      return confirm(takeOutAll());
    }

    @Override
    public boolean release(String deliveryId) {
      Run run = takeOut(Check.notNull("deliveryId", deliveryId));
      return run != null && giveBack(List.of(run)) == 1;
    }

    @Override
    public void close() {
      int unused = giveBack(takeOutAll());
    }

    private synchronized @Nullable Run takeOut(String deliveryId) {
      return open.remove(deliveryId);
    }

    private synchronized List<Run> takeOutAll() {
      List<Run> all = new ArrayList<>(open.values());
      open.clear();
      return all;
    }

    private int confirm(List<Run> runs) {
      if (runs.isEmpty()) {
        return 0;
      }
      List<Verdict> verdicts =
          runs.stream().map(run -> Verdict.taken(Courier.leaseOf(run))).toList();
      int confirmed = 0;
      for (var transition :
          steps.submit(new MailStep.Conclude(verdicts, Optional.empty())).verdicts()) {
        if (transition instanceof Applied) {
          confirmed++;
        }
      }
      return confirmed;
    }

    private int giveBack(List<Run> runs) {
      return runs.isEmpty() ? 0 : steps.giveBack(giveBackOf(runs)).orElse(0);
    }
  }
}
