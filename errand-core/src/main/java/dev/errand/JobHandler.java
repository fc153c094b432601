package dev.errand;

/**
 * Work that is known by name, so that a store can keep it and another process can run it: a {@link
 * JobBody} whose input is text. Registered with {@link AsyncJobManager.Builder#handler}, called
 * with {@link HandlerCall}.
 */
@FunctionalInterface
public interface JobHandler {
  /** Does the work for this payload and returns its result. */
  JobResult run(String payload, JobContext context) throws Exception;
}
