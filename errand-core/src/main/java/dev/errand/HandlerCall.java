package dev.errand;

import dev.errand.internal.Check;
import dev.errand.internal.Texts;

/**
 * Names the {@link JobHandler} that is to do the work, and its input.
 *
 * @param handler the name, 1 to 200 printable characters
 * @param payload the input, opaque to the manager, at most 1 MiB of UTF-8, without U+0000
 */
public record HandlerCall(String handler, String payload) {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if the name is blank or the payload too large
   */
  public HandlerCall {
    handler = Check.printable("handler", handler, 200);
    Texts.checkPayload(payload);
  }

  /** A call of this handler with this payload. */
  public static HandlerCall of(String handler, String payload) {
    return new HandlerCall(handler, payload);
  }
}
