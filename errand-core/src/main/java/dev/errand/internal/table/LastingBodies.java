package dev.errand.internal.table;

import dev.errand.spi.RunId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies whose runs have been forgotten while they went on. */
final class LastingBodies {

  /** One of them, and whether it still has its place. */
  private record Body(OwnerBook book, int epoch, boolean occupying) {}

  private final Map<RunId, Body> bodies = new HashMap<>();

  /** The row goes, its body stays. */
  void add(Row row) {
    bodies.put(
        row.run.registration().runId(),
        new Body(row.book, row.run.epoch(), row.run.state().occupying()));
  }

  /** The book where the body has lost its place now, if it had one. */
  @Nullable OwnerBook losesPlace(RunId runId, int epoch) {
    Body body = bodies.get(runId);
    if (body == null || body.epoch != epoch || !body.occupying) {
      return null;
    }
    bodies.put(runId, new Body(body.book, epoch, false));
    return body.book;
  }

  /** The book of a body that is gone now, if it is one of these. */
  @Nullable OwnerBook remove(RunId runId, int epoch) {
    Body body = bodies.get(runId);
    return body != null && body.epoch == epoch && bodies.remove(runId, body) ? body.book : null;
  }
}
