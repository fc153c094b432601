package dev.errand;

import dev.errand.internal.Check;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a process ended: with an exit code, or killed by a signal; never both (contract C2).
 *
 * @param code the exit code, 0 to 255, unless a signal killed the process
 * @param signal the name of the signal without {@code SIG}, for instance {@code KILL}
 */
public record Exit(OptionalInt code, Optional<String> signal) {

  /** Checks that exactly one of the two is present. */
  public Exit {
    Check.argument(
        Check.notNull("code", code).isPresent() != Check.notNull("signal", signal).isPresent(),
        "exit must have either a code or a signal");
    code.ifPresent(number -> Check.range("code", number, 0, 255));
    signal.ifPresent(name -> Check.printable("signal", name, 20));
  }

  /** The process ended by itself with this code. */
  public static Exit withCode(int code) {
    return new Exit(OptionalInt.of(code), Optional.empty());
  }

  /** The process was ended by this signal, for instance {@code KILL}. */
  public static Exit bySignal(String signal) {
    return new Exit(OptionalInt.empty(), Optional.of(Check.notNull("signal", signal)));
  }

  /** {@code exit code 3} or {@code killed by signal KILL}. */
  @Override
  public String toString() {
    return signal
        .map(name -> "killed by signal " + name)
        .orElseGet(() -> "exit code " + code.getAsInt());
  }
}
