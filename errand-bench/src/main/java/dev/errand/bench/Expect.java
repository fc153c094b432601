package dev.errand.bench;

/** Makes a benchmark fail that did not do the work it is timed for. */
final class Expect {

  static void count(String what, long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException(what + ": expected " + expected + ", found " + actual);
    }
  }

  private Expect() {}
}
