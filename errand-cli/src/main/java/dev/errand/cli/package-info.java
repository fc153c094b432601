/**
 * The executable {@code errand}. For now it is complete in itself: the manager and the job's
 * process live inside the command, and only {@code run --wait} exists. Begin at {@link
 * dev.errand.cli.Main}; {@link dev.errand.cli.RunCommand} is the sub-command, {@link
 * dev.errand.cli.ProcessBody} the job it runs.
 */
@NullMarked
package dev.errand.cli;

import org.jspecify.annotations.NullMarked;
