package dev.errand.internal;

import dev.errand.JobHandler;
import dev.errand.spi.Bounds;
import java.time.Duration;
import java.util.Map;

/**
 * What a manager was built with and never changes.
 *
 * @param handlers the named handlers
 * @param bounds what the store may hold and run
 * @param cancelGrace how long a cancelled body may keep its slot
 * @param storeTimeout how long a caller waits for the store
 */
public record Settings(
    Map<String, JobHandler> handlers, Bounds bounds, Duration cancelGrace, Duration storeTimeout) {}
