package dev.errand.bench;

/**
 * What the rounds of one pair came to.
 *
 * @param pair what was measured
 * @param ours ns per operation
 * @param bare ns per operation of the yardstick
 * @param growth ours to ours with the fewest retained
 */
record Result(Pair pair, Series ours, Series bare, Series growth) {

  Series ratio() {
    return ours.dividedBy(bare);
  }
}
