package dev.errand.internal;

import dev.errand.EndReason;
import dev.errand.JobEnd;
import dev.errand.JobFailedException;
import dev.errand.JobResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the end of a body is for its run (contract B3). */
final class BodyEnds {

  private BodyEnds() {}

  /** The body returned. */
  static JobEnd returned(@Nullable JobResult result) {
    if (result == null) {
      return threw(
          new JobFailedException(
              "The body returned null; JobResult.empty() says that there is no text"));
    }
    Texts.Bounded text = Texts.bound(result.text());
    return new JobEnd(
        EndReason.RETURNED,
        Optional.empty(),
        text.text(),
        text.truncated(),
        result.data(),
        result.exit());
  }

  /** The body threw: the text is the message, else the name of the exception's class. */
  static JobEnd threw(Throwable thrown) {
    Texts.Bounded text = Texts.bound(textOf(thrown));
    JobFailedException rich = thrown instanceof JobFailedException failed ? failed : null;
    return new JobEnd(
        rich == null ? EndReason.THREW : rich.reason(),
        Optional.empty(),
        text.text(),
        text.truncated(),
        rich == null ? Optional.empty() : rich.data(),
        rich == null ? Optional.empty() : rich.exit());
  }

  private static String textOf(Throwable thrown) {
    // An exception's own code runs here; it must not be able to keep the run from ending.
    try {
      String message = thrown.getMessage();
      return message == null || message.isBlank() ? thrown.getClass().getName() : message;
    } catch (Throwable unwilling) {
      return thrown.getClass().getName();
    }
  }
}
