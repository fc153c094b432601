/**
 * Background jobs for AI agents: start a job, go on, and the result comes back to the owner who
 * asked for it.
 */
@SuppressWarnings("module") // the other module is not there when this one is compiled
module dev.errand.core {
  requires static org.jspecify;

  exports dev.errand;
  exports dev.errand.spi;
  exports dev.errand.internal.table to
      dev.errand.sql;
}
