package dev.errand;

import dev.errand.internal.Check;
import dev.errand.internal.Texts;
import java.util.Optional;

/**
 * What a body returns: text, and structured data if it has any (contract B3, L2).
 *
 * @param text the result for the owner; beyond 1 MiB of UTF-8 the end recorded on the run keeps
 *     head and tail
 * @param data structured data as the caller encodes it (JSON, as a rule), at most 256 KiB of UTF-8
 * @param exit how the process ended, where the body ran one
 */
public record JobResult(String text, Optional<String> data, Optional<Exit> exit) {

  private static final JobResult EMPTY = of("");

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if {@code data} is too large
   */
  public JobResult {
    Check.notNull("text", text);
    Check.notNull("exit", exit);
    Texts.checkData("data", Check.notNull("data", data));
  }

  /** Text alone. */
  public static JobResult of(String text) {
    return new JobResult(text, Optional.empty(), Optional.empty());
  }

  /** No text at all. */
  public static JobResult empty() {
    return EMPTY;
  }

  /** The same result with structured data. */
  public JobResult withData(String newData) {
    return new JobResult(text, Optional.of(Check.notNull("data", newData)), exit);
  }

  /** The same result of a process that ended like this. */
  public JobResult withExit(Exit newExit) {
    return new JobResult(text, data, Optional.of(Check.notNull("exit", newExit)));
  }
}
