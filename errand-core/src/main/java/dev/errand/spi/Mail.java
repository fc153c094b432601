package dev.errand.spi;

import dev.errand.DeliveryStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run's one delivery, changed by {@link MailTransitions} only.
 *
 * @param status where it stands
 * @param holds how many holds keep it back
 * @param attempts how often it was handed out
 * @param lease what the holder of a delivery in flight shows when it reports; 0 before the first
 * @param nextAttemptAt when it is tried again, for those who look; nobody knows while it is held
 * @param lastError why the last attempt failed
 */
public record Mail(
    DeliveryStatus status,
    int holds,
    int attempts,
    long lease,
    @Nullable Instant nextAttemptAt,
    @Nullable String lastError) {

  /** Nothing has happened yet; shared by most runs while they go on. */
  public static final Mail NONE = plain(DeliveryStatus.NOT_DUE, 0);

  private static final Mail HELD = NONE.held(1);
  private static final Mail WAITING = plain(DeliveryStatus.WAITING, 0);
  private static final Mail NEVER_DUE = plain(DeliveryStatus.NEVER_DUE, 0);
  private static final Mail UNROUTED = plain(DeliveryStatus.UNROUTED, 0);
  private static final Mail DELIVERED_AT_ONCE = plain(DeliveryStatus.DELIVERED, 1);
  private static final Mail ACKNOWLEDGED = plain(DeliveryStatus.ACKNOWLEDGED, 0);

  /** The mail of a run that has just been registered. */
  public static Mail registered(boolean held) {
    return held ? HELD : NONE;
  }

  /** Whether nothing more will happen to it by itself, given that its run has ended. */
  public boolean isConcluded() {
    return status != DeliveryStatus.NOT_DUE && isNotUnderWay();
  }

  /** Whether it is on its way: it waits, or somebody has it. */
  public boolean isUnderWay() {
    return !isNotUnderWay() && status != DeliveryStatus.NOT_DUE;
  }

  private boolean isNotUnderWay() {
    return status != DeliveryStatus.WAITING && status != DeliveryStatus.IN_FLIGHT;
  }

  /** Whether it would go out if it were not for holds. */
  public boolean isHeld() {
    return holds > 0 && status == DeliveryStatus.WAITING;
  }

  /** Whether it is held or was acknowledged (contract F13). */
  public boolean isSuppressed() {
    return holds > 0 || status == DeliveryStatus.MUTED || status == DeliveryStatus.ACKNOWLEDGED;
  }

  Mail held(int newHolds) {
    return new Mail(status, newHolds, attempts, lease, null, lastError); // due once it is released
  }

  /** The state without what only matters under way; retained runs share the usual ones. */
  Mail concluded(DeliveryStatus how) {
    if (holds == 0 && lastError == null) {
      if (how == DeliveryStatus.DELIVERED && attempts == 1) {
        return DELIVERED_AT_ONCE;
      }
      if (attempts == 0) {
        return switch (how) {
          case ACKNOWLEDGED -> ACKNOWLEDGED;
          case UNROUTED -> UNROUTED;
          case NEVER_DUE -> NEVER_DUE;
          default -> plain(how, 0);
        };
      }
    }
    return new Mail(how, holds, attempts, 0, null, lastError);
  }

  Mail waiting() {
    return equals(NONE)
        ? WAITING
        : new Mail(DeliveryStatus.WAITING, holds, attempts, 0, null, lastError);
  }

  Mail muted() {
    return new Mail(DeliveryStatus.MUTED, holds, 0, 0, null, null);
  }

  Mail notDue() {
    return new Mail(DeliveryStatus.NOT_DUE, holds, 0, 0, null, null);
  }

  Mail claimed(long newLease) {
    return new Mail(DeliveryStatus.IN_FLIGHT, holds, attempts + 1, newLease, null, lastError);
  }

  Mail failed(String error, Instant next) {
    @Nullable Instant unlessHeld = holds > 0 ? null : next;
    return new Mail(DeliveryStatus.WAITING, holds, attempts, 0, unlessHeld, error);
  }

  Mail dead(@Nullable String error) {
    return new Mail(DeliveryStatus.DEAD, holds, attempts, 0, null, error);
  }

  Mail redelivered() {
    return new Mail(DeliveryStatus.WAITING, holds, 0, 0, null, null);
  }

  private static Mail plain(DeliveryStatus status, int attempts) {
    return new Mail(status, 0, attempts, 0, null, null);
  }
}
