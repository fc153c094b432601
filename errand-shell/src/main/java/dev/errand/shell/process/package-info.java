/**
 * The processes of runs: started under a supervisor that outlives us, found again, signalled, ended
 * to the last descendant.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.shell.process;
