package dev.errand;

import dev.errand.internal.Check;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that can be said about a job beyond type, label and body. Immutable; {@link #DEFAULT} says
 * nothing.
 *
 * <pre>{@code
 * JobOptions.builder().owner("agent-7").timeout(Duration.ofMinutes(5)).build()
 * }</pre>
 */
public final class JobOptions {
  /** No owner, an id of the manager's choice, refused when no slot is free, no bounds in time. */
  public static final JobOptions DEFAULT = builder().build();

  private final Optional<String> id;
  private final Optional<String> owner;
  private final int priority;
  private final Admission admission;
  private final Optional<Duration> startAfter;
  private final Optional<Duration> queueTimeout;
  private final Optional<Duration> timeout;
  private final Optional<String> idempotencyKey;
  private final boolean hold;
  private final Optional<ProgressListener> progressListener;

  private JobOptions(Builder builder) {
    id = Optional.ofNullable(builder.id);
    owner = Optional.ofNullable(builder.owner);
    priority = builder.priority;
    admission = builder.admission;
    startAfter = Optional.ofNullable(builder.startAfter);
    queueTimeout = Optional.ofNullable(builder.queueTimeout);
    timeout = Optional.ofNullable(builder.timeout);
    idempotencyKey = Optional.ofNullable(builder.idempotencyKey);
    hold = builder.hold;
    progressListener = Optional.ofNullable(builder.progressListener);
  }

  /** A builder that says nothing yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** The preferred id. */
  public Optional<String> id() {
    return id;
  }

  /** Who asks for the job. */
  public Optional<String> owner() {
    return owner;
  }

  /** The priority among the queued jobs of the owner. */
  public int priority() {
    return priority;
  }

  /** What happens when no slot is free. */
  public Admission admission() {
    return admission;
  }

  /** How long the run waits at least before it starts. */
  public Optional<Duration> startAfter() {
    return startAfter;
  }

  /** How long the run may wait in the queue. */
  public Optional<Duration> queueTimeout() {
    return queueTimeout;
  }

  /** How long one attempt may take. */
  public Optional<Duration> timeout() {
    return timeout;
  }

  /** The key under which a repeated registration finds the first one. */
  public Optional<String> idempotencyKey() {
    return idempotencyKey;
  }

  /** Whether the delivery is held back from the very beginning. */
  public boolean hold() {
    return hold;
  }

  /** Who hears the progress. */
  public Optional<ProgressListener> progressListener() {
    return progressListener;
  }

  /**
   * Says things about a job; each is checked as it is said. Not thread-safe. Every method throws
   * {@link IllegalArgumentException} with the name and the rule of what it refuses (contract L1).
   */
  public static final class Builder {
    private @Nullable String id;
    private @Nullable String owner;
    private int priority;
    private Admission admission = Admission.REJECT;
    private @Nullable Duration startAfter;
    private @Nullable Duration queueTimeout;
    private @Nullable Duration timeout;
    private @Nullable String idempotencyKey;
    private boolean hold;
    private @Nullable ProgressListener progressListener;

    private Builder() {}

    /**
     * The id the job should have: trimmed, at most 200 printable characters; {@code id-2} and so on
     * while it is taken. Blank means {@code bg_N}, the default (contract A2).
     */
    public Builder id(String newId) {
      String trimmed = Check.notNull("id", newId).strip();
      id = trimmed.isEmpty() ? null : Check.printable("id", trimmed, 200);
      return this;
    }

    /**
     * The agent or session that asks for the job: opaque, not blank, at most 200 characters of
     * valid Unicode without U+0000. Default: none.
     */
    public Builder owner(String newOwner) {
      owner = Check.owner(newOwner);
      return this;
    }

    /** −100 to 100, higher first, among the queued jobs of one owner. Default: 0. */
    public Builder priority(int newPriority) {
      priority = Check.range("priority", newPriority, -100, 100);
      return this;
    }

    /** What happens when no slot is free. Default: {@link Admission#REJECT}. */
    public Builder admission(Admission newAdmission) {
      admission = Check.notNull("admission", newAdmission);
      return this;
    }

    /**
     * Start no earlier than this long after registration; such a job is queued whatever the
     * admission says.
     */
    public Builder startAfter(Duration delay) {
      startAfter = Check.notNegative("startAfter", delay);
      return this;
    }

    /**
     * Fail the run with {@link EndReason#QUEUE_TIMEOUT} if it waits longer than this. Default: it
     * waits for ever.
     */
    public Builder queueTimeout(Duration newQueueTimeout) {
      queueTimeout = Check.positive("queueTimeout", newQueueTimeout);
      return this;
    }

    /**
     * Fail an attempt with {@link EndReason#TIMED_OUT} if it takes longer than this. Default: no
     * bound.
     */
    public Builder timeout(Duration newTimeout) {
      timeout = Check.positive("timeout", newTimeout);
      return this;
    }

    /**
     * 1 to 200 printable characters. While a run that was registered with the same key for the same
     * owner is kept, registering again returns that run's id and starts nothing (contract A8).
     */
    public Builder idempotencyKey(String key) {
      idempotencyKey = Check.printable("idempotencyKey", key, 200);
      return this;
    }

    /**
     * Take a hold in the same step, for a caller that goes on to wait for the job (contract A1).
     */
    public Builder hold() {
      hold = true;
      return this;
    }

    /** Who hears the progress of this job. Default: nobody. */
    public Builder onProgress(ProgressListener listener) {
      progressListener = Check.notNull("progressListener", listener);
      return this;
    }

    /** The options as said so far. */
    public JobOptions build() {
      return new JobOptions(this);
    }
  }
}
