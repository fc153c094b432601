/**
 * The executable {@code errand}. For now it is complete in itself: the manager lives inside the
 * command, on the heap, its job is a command of errand-shell, and only {@code run --wait} exists.
 * Begin at {@link dev.errand.cli.Main}; {@link dev.errand.cli.RunCommand} is the sub-command.
 */
@NullMarked
package dev.errand.cli;

import org.jspecify.annotations.NullMarked;
