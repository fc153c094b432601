/**
 * One process for each home that keeps jobs: {@link dev.errand.daemon.Daemon} puts the parts
 * together, in the packages below. Started by the command line, which adds its own endpoints.
 */
@NullMarked
package dev.errand.daemon;

import org.jspecify.annotations.NullMarked;
