/**
 * The jobs of one daemon, as its users see them: started from a request, found by the beginning of
 * an id, kept apart by owner, shown without secrets. The command line and the HTTP API both come
 * here. Begin at {@link dev.errand.daemon.jobs.Errands}.
 */
@NullMarked
package dev.errand.daemon.jobs;

import org.jspecify.annotations.NullMarked;
