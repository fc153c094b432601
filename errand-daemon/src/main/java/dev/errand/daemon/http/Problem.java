package dev.errand.daemon.http;

import dev.errand.JobLimitReachedException;
import dev.errand.ManagerClosedException;
import dev.errand.QueueFullException;
import dev.errand.StoreException;
import dev.errand.daemon.jobs.UnknownJobException;
import dev.errand.shell.ElsewhereException;
import dev.errand.shell.log.SearchTooSlowException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * An error as RFC 9457 has it.
 *
 * @param type what kind of problem this is; a name that stays
 * @param title the same for people
 * @param status the HTTP status
 * @param detail what is wrong this time
 * @param candidates ids that may have been meant
 */
record Problem(String type, String title, int status, String detail, List<String> candidates) {
  private static final String TYPES = "urn:errand:problem:";

  static Problem of(int status, String type, String title, String detail) {
    return new Problem(TYPES + type, title, status, detail, List.of());
  }

  /** What a failed endpoint comes to. */
  static Problem of(Throwable failure) {
    String detail = String.valueOf(failure.getMessage());
    return switch (failure) {
      case UnknownJobException unknown ->
          new Problem(TYPES + "unknown-job", "No such job", 404, detail, unknown.candidates());
      case ElsewhereException _ -> of(421, "elsewhere", "On another machine", detail);
      case SearchTooSlowException _ -> of(422, "slow-pattern", "Pattern too slow", detail);
      case IllegalArgumentException _ -> of(400, "bad-request", "Bad request", detail);
      case NoSuchElementException _ -> of(409, "not-running", "Not running", detail);
      case JobLimitReachedException _ -> of(429, "job-limit", "No slot free", detail);
      case QueueFullException _ -> of(429, "queue-full", "Queue full", detail);
      case ManagerClosedException _ -> of(503, "closing", "Going down", detail);
      case StoreException store ->
          of(503, store.outcomeUnknown() ? "outcome-unknown" : "store", "The store failed", detail);
      case UncheckedIOException disk ->
          of(507, "disk", "The disk failed", detail + ": " + disk.getCause());
      default -> of(500, "internal", "Internal error", failure.toString());
    };
  }
}
