package dev.errand.bench;

import java.util.Arrays;
import java.util.stream.IntStream;

/** One number per round. */
public final class Series {
  private final double[] rounds;

  /** These, in the order of the rounds. */
  public Series(double[] rounds) {
    this.rounds = rounds;
  }

  /** Round by round: what a busy minute does to both sides cancels out. */
  public Series dividedBy(Series other) {
    return new Series(
        IntStream.range(0, rounds.length).mapToDouble(i -> rounds[i] / other.rounds[i]).toArray());
  }

  /** The one in the middle. */
  public double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The least. */
  public double min() {
    return sorted()[0];
  }

  /** The most. */
  public double max() {
    return sorted()[rounds.length - 1];
  }

  private double[] sorted() {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
