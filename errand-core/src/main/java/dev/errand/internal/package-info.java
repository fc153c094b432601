/**
 * The services behind {@link dev.errand.AsyncJobManager}: admission, the runner with its attempts,
 * listeners, waits. May be used by {@code dev.errand} only, never from outside the module. Begin
 * with {@link dev.errand.internal.Runner}.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.internal;
