/**
 * What the command line does without the daemon, in this JVM: help, the version, and whatever is
 * about the daemon itself. Begin at {@link dev.errand.cli.local.LocalMain}.
 */
@NullMarked
package dev.errand.cli.local;

import org.jspecify.annotations.NullMarked;
