/**
 * The thin client: sends what was typed to the daemon of the home, starts one where there is none,
 * and prints what comes back. It lives for a moment and is called all the time, so it needs nothing
 * but the JDK and as few classes of that as it can: no lambdas, streams, formats or switches over
 * types on its way. Begin at {@link dev.errand.cli.client.Client}.
 */
@NullMarked
package dev.errand.cli.client;

import org.jspecify.annotations.NullMarked;
