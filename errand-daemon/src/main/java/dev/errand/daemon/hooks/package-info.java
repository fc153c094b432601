/**
 * Sinks for people: a command that is run, or a URL that is posted to, when a job has ended. The
 * courier of the manager calls them and retries. Begin at {@link dev.errand.daemon.hooks.HookSink}.
 */
@NullMarked
package dev.errand.daemon.hooks;

import org.jspecify.annotations.NullMarked;
