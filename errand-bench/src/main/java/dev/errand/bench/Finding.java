package dev.errand.bench;

/**
 * One line of the second table: what has a bar, but is not a number of ns beside a yardstick.
 *
 * @param what what was looked at
 * @param found what it came to
 * @param bar what it may come to; empty if it is for the record only
 * @param met whether it did not come to more
 */
record Finding(String what, String found, String bar, boolean met) {
  static final String HEAD =
      """
      | what | found | bar | bar met |
      |---|---|---|---|
      """;

  static Finding of(String what, String found, String bar, boolean met) {
    return new Finding(what, found, bar, met);
  }

  static Finding forTheRecord(String what, String found) {
    return new Finding(what, found, "", true);
  }

  @Override
  public String toString() {
    return bar.isEmpty()
        ? "| %s | %s | – | – |".formatted(what, found)
        : "| %s | %s | %s | %s |".formatted(what, found, bar, met ? "yes" : "**no**");
  }
}
