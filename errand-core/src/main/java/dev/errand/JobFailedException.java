package dev.errand;

import dev.errand.internal.Check;
import dev.errand.internal.Texts;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure that carries more than a message. A body may throw anything; it throws this one to hand
 * structured data or the exit of a process to the owner (contract B3).
 */
public class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Set<EndReason> REASONS =
      EnumSet.of(EndReason.THREW, EndReason.TIMED_OUT, EndReason.OUTPUT_LIMIT, EndReason.LOST);

  private final @Nullable String data;
  private final EndReason reason;
  private final transient @Nullable Exit
      exit; // lost in serialization, like all that is only of this process

  /** A failure with this message for the owner. */
  public JobFailedException(String message) {
    this(message, Optional.empty(), Optional.empty());
  }

  /**
   * A failure with all it knows.
   *
   * @throws IllegalArgumentException if {@code data} is larger than 256 KiB of UTF-8
   */
  public JobFailedException(String message, Optional<String> data, Optional<Exit> exit) {
    this(message, data, exit, EndReason.THREW);
  }

  /**
   * A failure whose reason the body knows better (contract C2): what it started printed too much or
   * nothing for too long, or is lost.
   *
   * @param reason {@code THREW}, {@code TIMED_OUT}, {@code OUTPUT_LIMIT} or {@code LOST}
   * @throws IllegalArgumentException if it is another one, or {@code data} is larger than 256 KiB
   */
  public JobFailedException(
      String message, Optional<String> data, Optional<Exit> exit, EndReason reason) {
    super(Check.notNull("message", message));
    this.data = Texts.checkData("data", Check.notNull("data", data)).orElse(null);
    this.exit = Check.notNull("exit", exit).orElse(null);
    this.reason = Check.notNull("reason", reason);
    Check.argument(REASONS.contains(reason), "reason must be one of " + REASONS);
  }

  /** Why the run ended. */
  public final EndReason reason() {
    return reason;
  }

  /** Structured data, as {@link JobResult#data()}. */
  public final Optional<String> data() {
    return Optional.ofNullable(data);
  }

  /** How the process ended, if the failure is that of a process. */
  public final Optional<Exit> exit() {
    return Optional.ofNullable(exit);
  }
}
