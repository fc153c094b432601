package dev.errand.model;

import dev.errand.JobFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who has which sink, and the calls that go on (contract F2 to F4, F6, F9). */
final class ModelSinks {
  /** The number of the sink of {@code onJobComplete}. */
  static final int CATCH_ALL = 0;

  static final int MOST_ITEMS = 100;
  static final int MOST_BYTES = 256 * 1024;

  /** All calls that have not returned, oldest first. */
  final List<ModelCall> calls = new ArrayList<>();

  private final Model model;
  private final Map<String, Integer> latestOf = new HashMap<>();
  private final Set<Integer> batchSinks = new HashSet<>();
  private final Map<String, Instant> closedAt = new HashMap<>();

  ModelSinks(Model model) {
    this.model = model;
  }

  // ---- routing

  /** Where the mail of this lane goes at this moment. */
  Optional<Integer> of(Optional<String> lane) {
    Optional<Integer> own = lane.map(latestOf::get);
    boolean mayCatch = model.setup.catchAll() && (lane.isEmpty() || !model.setup.routeByOwner());
    return own.isPresent() || !mayCatch ? own : Optional.of(CATCH_ALL);
  }

  void open(int sink, String owner, boolean batch) {
    latestOf.put(owner, sink);
    if (batch) {
      batchSinks.add(sink);
    }
  }

  void close(int sink, String owner) {
    if (latestOf.remove(owner, sink)) {
      closedAt.put(owner, model.now);
    }
  }

  Instant unroutedSince(Optional<String> lane) {
    return lane.map(closedAt::get).orElse(Instant.MIN);
  }

  // ---- calls

  /** A sink has been called: was it to be, and with this? */
  void called(ModelCall call) {
    Optional<String> lane = call.lane();
    Disagreement.unlessSame("the sink of " + call, of(lane), Optional.of(call.sink));
    Disagreement.unless(isFree(lane), call + " begins while another one goes on in its lane");
    List<ModelRun> due =
        model.mail.due(lane).stream()
            .filter(run -> call.runs.contains(run) || !mayBeLaterThan(call, run))
            .toList();
    Disagreement.unlessSame("what is due in lane " + lane, batch(due), call.runs);
    for (int i = 0; i < call.runs.size(); i++) {
      ModelRun run = call.runs.get(i);
      model.mail.handOut(run, call);
      Snapshots.checkEnvelope(run, call.deliveries.get(i), model.now);
    }
    calls.add(call);
  }

  /**
   * What became due at this very moment may have come just after the claim, which may have been
   * part of the step that ended one of those in the call.
   */
  private static boolean mayBeLaterThan(ModelCall call, ModelRun run) {
    boolean isLater = call.runs.stream().allMatch(other -> other.dueOrder < run.dueOrder);
    return run.dueAt.equals(call.begin) && (run.dueUnseen || isLater);
  }

  /** What goes out in one call, of what is due. */
  private List<ModelRun> batch(List<ModelRun> due) {
    if (due.isEmpty()) {
      return List.of();
    }
    int most = batchSinks.contains(of(due.get(0).owner()).orElseThrow()) ? MOST_ITEMS : 1;
    List<ModelRun> batch = new ArrayList<>();
    long bytes = 0;
    for (ModelRun run : due) {
      bytes += run.text.length();
      boolean fits = batch.size() < most && bytes <= MOST_BYTES && !run.alone;
      if (!batch.isEmpty() && (!fits || batch.get(0).alone)) {
        break;
      }
      batch.add(run);
    }
    return batch;
  }

  private boolean isFree(Optional<String> lane) {
    return calls.stream().noneMatch(call -> call.lane().equals(lane) && !call.abandoned);
  }

  /** A call has returned, and the sink took these; for the others this is the error. */
  void returned(ModelCall call, Set<String> taken, String error) {
    call.returned = true;
    calls.remove(call);
    for (int i = 0; i < call.runs.size(); i++) {
      if (taken.contains(call.deliveries.get(i).deliveryId())) {
        boolean unused = model.mail.succeeded(call.runs.get(i));
      } else if (!call.timedOut) {
        model.mail.failed(call.runs.get(i), call, error, call.runs.size() > 1);
      }
    }
  }

  // ---- what time does

  Stream<Instant> moments() {
    return calls.stream().flatMap(call -> Stream.of(bound(call), endOfPatience(call)));
  }

  private Instant bound(ModelCall call) {
    return call.begin.plus(model.setup.sinkTimeout());
  }

  private Instant endOfPatience(ModelCall call) {
    return bound(call).plus(model.setup.sinkAbandon());
  }

  void timePassed() {
    for (ModelCall call : calls) {
      if (!call.timedOut && !model.now.isBefore(bound(call))) {
        call.timedOut = true;
        for (ModelRun run : call.runs) {
          model.mail.failed(run, call, "The sink took longer than ", call.runs.size() > 1);
        }
      }
      call.abandoned |= !model.now.isBefore(endOfPatience(call));
    }
  }

  /** Nothing that could go out waits (F4). */
  void checkNothingIsLeftLying() {
    for (ModelRun run : model.rows) {
      Disagreement.unless(
          run.dueAt == null || of(run.owner()).isEmpty() || !isFree(run.owner()),
          "the delivery of " + run + " is due, its sink is free, and it is not called");
    }
  }

  long running(JobFilter filter) {
    return calls.stream().filter(call -> filter.matches(call.lane())).count();
  }

  long stuck(JobFilter filter) {
    return calls.stream().filter(call -> call.timedOut && filter.matches(call.lane())).count();
  }
}
