/**
 * Background jobs for AI agents: start a job, go on, and the result comes back to the owner who
 * asked for it.
 */
module dev.errand.core {
  requires static org.jspecify;

  exports dev.errand;
  exports dev.errand.spi;
}
