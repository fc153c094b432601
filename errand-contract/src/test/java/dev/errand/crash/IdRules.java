package dev.errand.crash;

import dev.errand.crash.Counts.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Run ids, automatic ids, preferred ids and keys (contract A2, A8). */
final class IdRules {
  private final Findings findings;
  private final Map<String, RunHistory> runIds = new HashMap<>();
  private final Map<String, RunHistory> deliveryIds = new HashMap<>();
  private final Map<String, RunHistory> automaticIds = new HashMap<>();
  private final Map<String, RunHistory> preferredIds = new HashMap<>();
  private final Map<String, List<RunHistory>> keys = new HashMap<>();

  IdRules(Findings findings) {
    this.findings = findings;
  }

  private static boolean isAutomatic(String id) {
    return id.startsWith("bg_");
  }

  /** Something was seen of the run that this ticket made. */
  void trace(RunHistory run, Event event) {
    String runId = event.get("run");
    String id = event.get("id");
    if (run.runId == null) {
      run.runId = runId;
      run.id = id;
      isGiven(runIds, runId, run, event);
      if (isAutomatic(id)) {
        isGiven(automaticIds, id, run, event);
      }
      if (run.registeredId == null) {
        findings.counts.add(What.REGISTERED_UNHEARD);
      }
    } else if (!run.runId.equals(runId) || !run.id.equals(id)) {
      findings.violated(
          Invariant.NO_ID_TWICE,
          run,
          "one registration, but the run was " + run.runId + " with id " + run.id,
          event);
    }
    if (event.has("d")) {
      deliveryId(run, event);
    }
  }

  private void deliveryId(RunHistory run, Event event) {
    String deliveryId = event.get("d");
    if (run.deliveryId == null) {
      run.deliveryId = deliveryId;
      isGiven(deliveryIds, deliveryId, run, event);
    } else if (!run.deliveryId.equals(deliveryId)) {
      findings.violated(
          Invariant.ONE_DELIVERY_ID, run, "the delivery id was " + run.deliveryId, event);
    }
  }

  private void isGiven(Map<String, RunHistory> given, String id, RunHistory run, Event event) {
    RunHistory other = given.putIfAbsent(id, run);
    if (other != null && other != run) {
      findings.violated(
          given == deliveryIds ? Invariant.ONE_DELIVERY_ID : Invariant.NO_ID_TWICE,
          run,
          id + " was given to " + other.ticket + " before",
          event);
    }
  }

  /** The registration has returned. */
  void registered(RunHistory run, Event event) {
    String id = event.get("id");
    run.registeredId = id;
    findings.counts.add(What.REGISTERED);
    if (run.hasTrace()) {
      findings.counts.add(What.REGISTERED_UNHEARD, -1); // it has returned after all
      if (!run.id.equals(id)) {
        findings.violated(Invariant.NO_ID_TWICE, run, "its body was told the id " + run.id, event);
      }
    }
    if (run.hasKey()) {
      registeredWithKey(run, event);
    } else if (run.preferred) {
      RunHistory before = preferredIds.put(id, run);
      if (before != null && !before.mayBeForgotten() && !run.mayBeForgotten()) {
        findings.violated(
            Invariant.ID_WHILE_PENDING, run, "it is the id of " + before.ticket + " still", event);
      }
    } else {
      isGiven(automaticIds, id, run, event);
    }
  }

  /** Which of those that got one id made the run, and which found it, may not be known yet. */
  private void registeredWithKey(RunHistory run, Event event) {
    List<RunHistory> sharing =
        keys.computeIfAbsent(run.owner + " " + run.key, key -> new ArrayList<>());
    boolean known = sharing.stream().anyMatch(one -> one.registeredId.equals(run.registeredId));
    // Their lines may come in the other order than they were registered in.
    if (!known && !mayBeForgotten(sharing) && !run.mayBeForgotten()) {
      findings.violated(
          Invariant.KEY_KNOWN,
          run,
          "its key was used by " + sharing.get(0).ticket + " before",
          event);
    }
    if (!known) {
      sharing.clear();
    }
    sharing.add(run);
  }

  /** The maker's own registration may not have been heard of, because its life was killed. */
  private boolean mayBeForgotten(List<RunHistory> sharing) {
    if (sharing.isEmpty()) {
      return true;
    }
    RunHistory maker = automaticIds.get(sharing.get(0).registeredId);
    return sharing.stream().anyMatch(RunHistory::mayBeForgotten)
        || (maker != null && maker.mayBeForgotten());
  }

  /** Whether this registration found another one's run by its key. */
  boolean isAlias(RunHistory run) {
    if (!run.hasKey() || run.registeredId == null) {
      return false;
    }
    RunHistory maker = automaticIds.get(run.registeredId);
    if (maker == null || maker == run) {
      return false;
    }
    if (!maker.key.equals(run.key) || !maker.owner.equals(run.owner)) {
      findings.violated(
          Invariant.NO_ID_TWICE,
          run.ticket,
          "it got the id of " + maker.ticket + ", whose key is another",
          run.registeredId);
    }
    findings.counts.add(What.KNOWN_BY_KEY);
    return true;
  }
}
