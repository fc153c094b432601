package dev.errand.shell.log;

import dev.errand.shell.os.Posix;
import dev.errand.shell.os.Posix.FileState;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps all logs together within a budget of disk: removes whole logs of ended runs, those that
 * ended first before others. The log of a run that goes on is never removed. For one thread at a
 * time.
 *
 * <p>The log of an ended run does not change, so each is looked at once. A {@link #sweep} lists the
 * folder and looks at the running ones; call it when a run has ended, and every few seconds while
 * some run.
 */
public final class LogBudget {

  /**
   * A log that was removed.
   *
   * @param folder the folder of its run, which stays
   * @param size bytes that had been printed
   * @param freed bytes of disk
   */
  public record RemovedLog(Path folder, long size, long freed) {}

  /**
   * What a sweep came to.
   *
   * @param allocated bytes of disk that all logs use now; above the budget if running ones use more
   * @param removed what was removed
   */
  public record Sweep(long allocated, List<RemovedLog> removed) {
    /** Copies the list. */
    public Sweep {
      removed = List.copyOf(removed);
    }
  }

  private record Ended(Path folder, Instant at, long size, long allocated) {}

  private final Path runs;
  private final long budget;
  private final Function<Path, Optional<Instant>> endedAt;
  private final InstantSource clock;
  private final Complaints complaints;
  private final Map<Path, Ended> ended = new HashMap<>();

  /**
   * Looks at nothing yet.
   *
   * @param runs the folder with a folder for each run
   * @param budget bytes of disk that all logs together may use
   * @param endedAt when the run with this folder ended; nothing as long as it, or any process of
   *     it, may print. Asked at each sweep until it has ended, then never again
   * @throws IllegalArgumentException if the budget is not positive
   */
  public LogBudget(
      Path runs, long budget, Function<Path, Optional<Instant>> endedAt, InstantSource clock) {
    if (budget <= 0) {
      throw new IllegalArgumentException("The budget of all logs must be positive: " + budget);
    }
    this.runs = runs;
    this.budget = budget;
    this.endedAt = endedAt;
    this.clock = clock;
    this.complaints = new Complaints(runs);
  }

  /** Looks, and removes what is too much. What cannot be read or removed is logged, and left. */
  public Sweep sweep() {
    long total = look();
    List<RemovedLog> removed = new ArrayList<>();
    if (total > budget) {
      List<Ended> oldestFirst =
          ended.values().stream()
              .filter(run -> run.allocated() > 0)
              .sorted(Comparator.comparing(Ended::at))
              .toList();
      for (Ended run : oldestFirst) {
        if (total <= budget) {
          break;
        }
        if (remove(run)) {
          total -= run.allocated();
          removed.add(new RemovedLog(run.folder(), run.size(), run.allocated()));
        }
      }
    }
    return new Sweep(total, removed);
  }

  private long look() {
    long total = 0;
    Map<Path, Ended> still = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs)) {
      for (Path folder : folders) {
        Ended known = ended.get(folder);
        if (known == null) {
          Optional<Instant> at = endedAt.apply(folder);
          FileState state = state(folder);
          total += state.allocated();
          at.ifPresent(
              end -> still.put(folder, new Ended(folder, end, state.size(), state.allocated())));
        } else {
          total += known.allocated();
          still.put(folder, known);
        }
      }
    } catch (NoSuchFileException _) {
      // no run has begun yet
    } catch (IOException | DirectoryIteratorException e) {
      complaints.say("the folders of runs cannot be listed", e);
    }
    ended.clear();
    ended.putAll(still);
    return total;
  }

  private static FileState state(Path folder) {
    int descriptor = Posix.openFile(new LogFiles(folder).output());
    if (descriptor < 0) {
      return new FileState(0, 0, 0);
    }
    try {
      return Posix.stateOf(descriptor).orElse(new FileState(0, 0, 0));
    } finally {
      Posix.close(descriptor);
    }
  }

  private boolean remove(Ended run) {
    LogFiles files = new LogFiles(run.folder());
    try {
      // First the reason, so that no reader finds neither. What was given up stays written down:
      // somebody may still be reading the file.
      RemovedMarker.write(files, new LogState.Removed(run.size(), budget, clock.instant()));
      Files.deleteIfExists(files.output());
    } catch (IOException e) {
      complaints.say("the log in " + run.folder() + " could not be removed", e);
      return false;
    }
    ended.put(run.folder(), new Ended(run.folder(), run.at(), run.size(), 0));
    return true;
  }
}
