package dev.errand.spi;

import dev.errand.Job;
import java.util.List;
import java.util.Optional;

/**
 * Copies of what runs print, in a store that several machines share: so it can be read also where
 * the run is not (contract K3). A copy is no truth. It comes a little later than the output, may
 * lack its middle, and may never become whole if the machine of the run is gone; it is forgotten
 * with its run.
 *
 * <p>Offsets and sizes are bytes, counted from the first that the run has printed. Each copy has
 * one writer at a time. Thread-safe; the methods block, and throw {@link dev.errand.StoreException}
 * if the store fails.
 */
public interface RunOutput {

  /** Most bytes that are taken or given at once: 64 KiB. */
  int MOST = 64 * 1024;

  /**
   * Which run: an id may be another run's by and by.
   *
   * @param id of the job
   * @param runId of the run
   */
  record Key(String id, String runId) {
    /** That of this job. */
    public static Key of(Job job) {
      return new Key(job.id(), job.runId());
    }
  }

  /**
   * How far a copy goes.
   *
   * @param size bytes printed up to its end, those of its middle that are not there among them
   * @param goneFrom the first byte that is not there
   * @param goneTo the first behind it that is there again; the same: all are there
   * @param whole whether nothing more will be added, since the run has ended and all was seen
   */
  record Extent(long size, long goneFrom, long goneTo, boolean whole) {
    /** Of a copy that has only been begun. */
    public static final Extent NOTHING = new Extent(0, 0, 0, false);
  }

  /**
   * Some bytes of a copy, and how far it went at that moment.
   *
   * @param extent empty if there is no copy
   * @param over whether nothing more is to be waited for: the copy is whole and the run has
   *     settled, or has for so long that nobody completes it, or is forgotten
   * @param bytes zeros in place of what is not there; fewer than asked for if the copy ends
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from here to one reader, never shared
  record Part(Optional<Extent> extent, boolean over, byte[] bytes) {}

  /**
   * Reads.
   *
   * @param most how many bytes, from 0 to {@link #MOST}
   */
  Part read(Key run, long from, int most);

  /**
   * Puts bytes there in place of what was at this offset, and frees what is gone by now.
   *
   * @param size of the copy before, 0 if there is none: a store may have lost what came last
   * @param after how far the copy goes with these bytes
   * @param bytes at most {@link #MOST}; none: only {@code after} is told
   * @return false, and nothing was changed, if the copy has another size or the run is forgotten
   */
  boolean write(Key run, long size, Extent after, long from, byte[] bytes);

  /** The settled runs of this handler whose copies were begun and are not whole. */
  List<Key> unfinished(String handler);
}
