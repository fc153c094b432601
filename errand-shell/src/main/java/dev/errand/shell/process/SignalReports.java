package dev.errand.shell.process;

/** Who tells that a signal ended a command; its exit status alone does not. */
enum SignalReports {
  /** {@code setsid --fork --wait} of util-linux, for all signals. */
  SETSID,
  /** The shell, for all but INT and PIPE, which look like the exit codes 130 and 141. */
  SHELL,
  /** Nobody: exit codes from 129 to 192 are taken for signals, as shells do. */
  NOBODY
}
