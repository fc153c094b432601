/** The one way in which JSON is read and written. Begin at {@link dev.errand.daemon.json.Json}. */
@NullMarked
package dev.errand.daemon.json;

import org.jspecify.annotations.NullMarked;
