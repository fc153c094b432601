package dev.errand.model;

import java.util.Objects;

/** The manager does not do what the model says. */
final class Disagreement extends AssertionError {
  private static final long serialVersionUID = 1;

  Disagreement(String what) {
    super(what);
  }

  static void unless(boolean holds, String what) {
    if (!holds) {
      throw new Disagreement(what);
    }
  }

  static void unlessSame(String what, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new Disagreement(
          what + ": the model says " + expected + ", the manager says " + actual);
    }
  }
}
