package dev.errand.internal;

import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Worker;

/** What all services of one manager work with. */
record Equipment(
    Worker worker, Settings settings, TimeAndThreads time, Steps steps, Listeners listeners) {}
