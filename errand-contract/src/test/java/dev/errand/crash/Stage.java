package dev.errand.crash;

import dev.errand.AsyncJobManager;

/** What all the actors of a driver share. */
record Stage(
    LifePlan plan, AsyncJobManager manager, EvidenceLog evidence, Bodies bodies, Known known) {}
