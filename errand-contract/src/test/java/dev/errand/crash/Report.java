package dev.errand.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of an invariant that did not hold. */
final class Report {
  private static final int MOST_SHOWN = 3;

  private Report() {}

  /**
   * Fails if it was violated.
   *
   * @throws AssertionError with all that was said of the jobs that it was violated by
   */
  static void check(Findings findings, Invariant invariant, long seed, Folder folder)
      throws IOException {
    List<Violation> found = findings.of(invariant);
    if (!found.isEmpty()) {
      StringBuilder report =
          new StringBuilder(
              "%d × %s (seed %d, %s)%n"
                  .formatted(found.size(), invariant.title, seed, folder.evidence()));
      for (Violation violation : found.subList(0, Math.min(MOST_SHOWN, found.size()))) {
        report.append(violation).append("\n").append(linesOf(violation.ticket(), folder));
      }
      throw new AssertionError(report.toString());
    }
  }

  /** All that was said of one job. */
  private static String linesOf(String ticket, Folder folder) throws IOException {
    if (ticket.equals(Event.NOBODY)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(folder.evidence())) {
      return lines
          .filter(line -> line.contains("\tt=" + ticket + "\t"))
          .map(line -> "    " + line + "\n")
          .collect(Collectors.joining());
    }
  }
}
