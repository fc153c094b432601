/**
 * What the user of the command line sees: the bytes on stdout, the lines on stderr, and whether
 * there is a terminal behind them. For all of the command line. Begin at {@link
 * dev.errand.cli.console.Output}.
 */
@NullMarked
package dev.errand.cli.console;

import org.jspecify.annotations.NullMarked;
