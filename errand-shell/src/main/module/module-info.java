/**
 * Commands as background jobs: processes that outlive whoever started them, logs, truthful ends.
 */
module dev.errand.shell {
  requires transitive dev.errand.core;
  requires static org.jspecify;

  exports dev.errand.shell;
  exports dev.errand.shell.log;
}
