/**
 * The executable {@code errand}. Begin at {@link dev.errand.cli.Main}: what is typed goes to the
 * daemon by way of the thin client ({@code client}, which speaks {@code wire}), is done there
 * ({@code command}), or is done here where it is about the daemon itself ({@code local}).
 */
@NullMarked
package dev.errand.cli;

import org.jspecify.annotations.NullMarked;
