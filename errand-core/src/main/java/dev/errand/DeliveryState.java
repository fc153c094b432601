package dev.errand;

import dev.errand.internal.Check;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is under way to the owners that a filter sees (contract F10). The counts are of one moment;
 * the ids are read when they are asked for, since there may be very many.
 */
public final class DeliveryState {
  private final int queued;
  private final int delivering;
  private final int stuck;
  private final int held;
  private final int parked;
  private final int dead;
  private final Optional<Instant> nextRetryAt;
  private final Supplier<List<String>> pendingJobIds;

  /** The counts, and where to read the ids. */
  public DeliveryState(
      int queued,
      int delivering,
      int stuck,
      int held,
      int parked,
      int dead,
      Optional<Instant> nextRetryAt,
      Supplier<List<String>> pendingJobIds) {
    this.queued = queued;
    this.delivering = delivering;
    this.stuck = stuck;
    this.held = held;
    this.parked = parked;
    this.dead = dead;
    this.nextRetryAt = Check.notNull("nextRetryAt", nextRetryAt);
    this.pendingJobIds = Check.notNull("pendingJobIds", pendingJobIds);
  }

  /** Deliveries that wait or are in flight, without held, parked and consumed ones. */
  public int queued() {
    return queued;
  }

  /** Calls of sinks that are still running, stuck ones among them. */
  public int delivering() {
    return delivering;
  }

  /** Calls of sinks that go on beyond their bound. */
  public int stuck() {
    return stuck;
  }

  /** Deliveries that a hold keeps back. */
  public int held() {
    return held;
  }

  /** Deliveries that wait for their owner's sink to be registered. */
  public int parked() {
    return parked;
  }

  /** Dead letters. */
  public int dead() {
    return dead;
  }

  /** When the next failed delivery is tried again. */
  public Optional<Instant> nextRetryAt() {
    return nextRetryAt;
  }

  /** The jobs whose deliveries are queued, each once, in the order in which they ended. */
  public List<String> pendingJobIds() {
    return pendingJobIds.get();
  }

  @Override
  public String toString() {
    return "DeliveryState[queued=%d, delivering=%d, stuck=%d, held=%d, parked=%d, dead=%d, nextRetryAt=%s]"
        .formatted(queued, delivering, stuck, held, parked, dead, nextRetryAt.orElse(null));
  }
}
