/** What tests need: virtual time, recording sinks, and the suite that every store passes. */
module dev.errand.testkit {
  requires transitive dev.errand.core;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports dev.errand.testkit;

  // JUnit makes the suites of the conformance suite and calls their tests.
  opens dev.errand.testkit to
      org.junit.platform.commons;
}
