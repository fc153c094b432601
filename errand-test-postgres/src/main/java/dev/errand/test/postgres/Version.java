package dev.errand.test.postgres;

/** Which server: the oldest and the newest of those that the store promises to work with. */
public enum Version {
  /** The oldest. */
  V14(14),
  /** The newest. */
  V18(18);

  private final int major;

  Version(int major) {
    this.major = major;
  }

  /** The number that people call it by. */
  public int major() {
    return major;
  }
}
