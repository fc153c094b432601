package dev.errand.bench;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What both sides of {@link MailBenchmark} have in common: {@code retained} jobs that were
 * delivered, and as many whose deliveries are queued.
 */
@State(Scope.Benchmark)
public abstract class MailLook extends Look {
  static final int OWNERS = 100;

  /** What the queued deliveries wait for. */
  public enum Waiting {
    /** Their owner's sink is called with the one before them and does not return. */
    STUCK,
    /** Somebody holds them. */
    HELD
  }

  /** What the queued deliveries wait for. */
  @Param public Waiting waiting;
}
