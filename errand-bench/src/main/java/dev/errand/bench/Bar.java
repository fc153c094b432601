package dev.errand.bench;

import java.util.Locale;

/**
 * What ours may cost. A bound that is not set is infinite.
 *
 * @param ratio how many times the yardstick
 * @param orNanos or else this much, whatever the yardstick costs
 * @param growth how many times what ours costs with the fewest jobs retained
 */
record Bar(double ratio, double orNanos, double growth) {

  /** Measured for the record only. */
  static final Bar NONE = ratio(Double.POSITIVE_INFINITY);

  static Bar ratio(double most) {
    return new Bar(most, 0, Double.POSITIVE_INFINITY);
  }

  static Bar growth(double most) {
    return ratio(Double.POSITIVE_INFINITY).andGrowth(most);
  }

  Bar orNanos(double most) {
    return new Bar(ratio, most, growth);
  }

  Bar andGrowth(double most) {
    return new Bar(ratio, orNanos, most);
  }

  boolean isMet(Result result) {
    boolean cheap = result.ratio().median() <= ratio || result.ours().median() <= orNanos;
    return cheap && result.growth().median() <= growth;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (ratio < Double.POSITIVE_INFINITY) {
      text.append(String.format(Locale.ROOT, "≤ %.0f×", ratio));
    }
    if (orNanos > 0) {
      text.append(String.format(Locale.ROOT, " or ≤ %,.0f ns", orNanos));
    }
    if (growth < Double.POSITIVE_INFINITY) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(String.format(Locale.ROOT, "growth ≤ %.2f×", growth));
    }
    return text.toString();
  }
}
