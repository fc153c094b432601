/**
 * What answers HTTP: the server on the Unix socket and on the loopback interface, who may speak to
 * it, and the endpoints of the API. Begin at {@link dev.errand.daemon.http.HttpServer}.
 */
@NullMarked
package dev.errand.daemon.http;

import org.jspecify.annotations.NullMarked;
