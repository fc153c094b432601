package dev.errand.daemon.jobs;

import java.util.List;
import java.util.Optional;

/**
 * What is shown of a command: its words without secrets, where it runs, its process; and its host,
 * if several share the store.
 */
record CommandView(
    List<String> argv, String directory, Optional<Long> pid, Optional<String> host) {}
