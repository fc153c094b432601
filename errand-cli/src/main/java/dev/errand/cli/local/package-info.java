/**
 * What the client's own process does, since it is about the daemon itself or needs none: {@code
 * daemon}, {@code doctor}, {@code completion}, {@code help}. Loaded only then. Begin at {@link
 * dev.errand.cli.local.LocalMain}.
 */
@NullMarked
package dev.errand.cli.local;

import org.jspecify.annotations.NullMarked;
