package dev.errand.bench;

import static dev.errand.bench.Pair.RETAINED;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All pairs, each title from the fewest retained to the most. */
final class Pairs {
  private static final Bar FLAT = Bar.growth(1.5);
  private static final List<String> PRODUCERS = List.of("1", "4");

  private final List<Pair> pairs = new ArrayList<>();
  private final List<String> retained;
  private final List<String> crowds;

  /**
   * Those of everything.
   *
   * @param retained how many jobs are kept
   * @param crowds how many jobs are kept, and as many deliveries are queued
   */
  static List<Pair> all(List<String> retained, List<String> crowds) {
    Pairs all = new Pairs(retained, crowds);
    all.addCycles();
    all.addCalls();
    all.addLooks();
    all.addDeliveries();
    all.addLatencies();
    all.addLooksAtMail();
    return all.pairs;
  }

  private Pairs(List<String> retained, List<String> crowds) {
    this.retained = retained;
    this.crowds = crowds;
  }

  private void addCycles() {
    for (String count : PRODUCERS) {
      for (String kept : retained) {
        pairs.add(
            Pair.jmh(
                "start → run → end, " + producers(count),
                CycleBenchmark.class,
                "errand",
                "bare",
                Map.of("producers", count, RETAINED, kept),
                Bar.ratio(2).andGrowth(1.25)));
      }
    }
  }

  private void addCalls() {
    addCall("`register`, one at a time", "registerErrand", "registerBare");
    addCall(
        "`register`, bursts of " + RegisterCancelBenchmark.BURST,
        "registerBurstErrand",
        "registerBurstBare");
    addCall("`cancel`", "cancelErrand", "cancelBare");
  }

  private void addCall(String title, String ours, String bare) {
    pairs.add(Pair.jmh(title, RegisterCancelBenchmark.class, ours, bare, Map.of(), Bar.ratio(3)));
  }

  private void addLooks() {
    addLook("`job(id)`", "job", "bareGet", Bar.ratio(10).orNanos(1_000).andGrowth(1.5));
    addLook("`runningJobs(owner)`, 10 of them", "runningJobs", "bareList", FLAT);
    addLook("`recentJobs(10)`", "recentJobs", "bareList", FLAT);
    addLook("`recentJobs(10, owner)`", "recentJobsOfOwner", "bareList", FLAT);
    addLook("`allJobs(owner)`, 10 of them", "allJobsOfOwner", "bareList", FLAT);
  }

  private void addLook(String title, String ours, String bare, Bar bar) {
    for (String kept : retained) {
      pairs.add(Pair.jmh(title, LookBenchmark.class, ours, bare, Map.of(RETAINED, kept), bar));
    }
  }

  private void addDeliveries() {
    for (String count : PRODUCERS) {
      for (String kept : retained) {
        addDelivery(DeliveryShape.THROTTLED, count, kept, Bar.ratio(2).andGrowth(1.25));
      }
      addDelivery(DeliveryShape.UNTHROTTLED, count, retained.get(0), Bar.NONE);
      addDelivery(DeliveryShape.FEW_SLOTS, count, retained.get(0), Bar.NONE);
      addDelivery(DeliveryShape.FORGETTING, count, "0", Bar.NONE);
    }
  }

  private void addDelivery(DeliveryShape shape, String count, String kept, Bar bar) {
    pairs.add(
        Pair.jmh(
            "register → run → sink, " + shape.title + ", " + producers(count),
            DeliveryBenchmark.class,
            "errand",
            "bare",
            Map.of("shape", shape.name(), "producers", count, RETAINED, kept),
            bar));
  }

  private void addLatencies() {
    for (String caller : SinkLatency.CALLERS) {
      pairs.add(
          new Pair(
              "latency register → sink, p50, " + caller + " caller",
              new ProgramSide(SinkLatency.class, List.of(SinkLatency.ERRAND, caller)),
              new ProgramSide(SinkLatency.class, List.of(SinkLatency.BARE, caller)),
              Map.of(),
              Bar.ratio(3)));
    }
  }

  private void addLooksAtMail() {
    for (MailLook.Waiting waiting : MailLook.Waiting.values()) {
      addLookAtMail("`job(id)`", "job", waiting, Map.of());
      addLookAtMail("`deliveryState(owner)`", "deliveryState", waiting, Map.of());
      for (ErrandAcknowledge.Where where : ErrandAcknowledge.Where.values()) {
        addLookAtMail(
            "`acknowledgeDeliveries` of one, " + name(where),
            "acknowledge",
            waiting,
            Map.of("where", where.name()));
      }
    }
  }

  private void addLookAtMail(
      String title, String ours, MailLook.Waiting waiting, Map<String, String> more) {
    for (String count : crowds) {
      Map<String, String> params = new HashMap<>(more);
      params.put("waiting", waiting.name());
      params.put(RETAINED, count);
      pairs.add(
          Pair.jmh(
              title + ", as many queued, " + name(waiting),
              MailBenchmark.class,
              ours,
              "bare",
              params,
              Bar.ratio(10).orNanos(1_000).andGrowth(1.5)));
    }
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String producers(String count) {
    return count.equals("1") ? "1 producer" : count + " producers";
  }
}
