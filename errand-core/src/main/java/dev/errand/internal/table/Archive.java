package dev.errand.internal.table;

import dev.errand.JobFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a durable store keeps its runs. The tables hold in memory what something may happen to;
 * every change is written here at the end of its step, and what nothing happens to any more is kept
 * here only. So memory holds what is under way, however many runs are retained.
 *
 * <p>Called by the thread that applies steps. What it throws undoes the step.
 */
public interface Archive {

  /**
   * Writes a change down.
   *
   * @param before what was written of the run before; null if it is new
   * @param after what is to be kept of it; null if it is forgotten
   */
  void write(@Nullable Saved before, @Nullable Saved after);

  /**
   * Who has the sink for these from now on. An archive of one process need not know: its sinks die
   * with it.
   *
   * @param route null if nobody has it
   */
  default void write(JobFilter audience, @Nullable Route route) {}

  /**
   * One registration of a sink.
   *
   * @param worker who has it
   * @param token what it is closed by
   */
  record Route(String worker, long token) {}

  /** The run of this id. */
  @Nullable Saved find(String id);

  /** The run that was registered under this key for this owner. */
  @Nullable Saved findByKey(Optional<String> owner, String key);

  /** Whether a run has this id. */
  boolean isTaken(String id);

  /** The highest k such that a run has the id {@code base-k}; 0 if there is none. */
  long highestSuffix(String base);

  /** Kept runs that are to be forgotten by now, the longest overdue first, at most so many. */
  List<Saved> over(Instant now, int most);

  /** When the next kept run is to be forgotten, of those that are not over by now. */
  @Nullable Instant nextOver(Instant now);

  /** The kept runs that the filter sees. */
  List<Saved> kept(JobFilter filter);
}
