/**
 * The folder in which a daemon lives: its files, who may have it, its settings. Knows nothing of
 * jobs, and needs the JDK only, since the thin client of the command line uses it too. Begin at
 * {@link dev.errand.daemon.home.Home}.
 */
@NullMarked
package dev.errand.daemon.home;

import org.jspecify.annotations.NullMarked;
