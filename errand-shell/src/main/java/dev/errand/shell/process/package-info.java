/**
 * The processes of runs: started under a supervisor that outlives us, found again, signalled, ended
 * to the last descendant. For the public API only. {@code ProcessHost} is where to begin; {@code
 * supervisor.sh} and {@code command.sh} beside it are what remains when we are gone.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.shell.process;
