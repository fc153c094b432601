package dev.errand.bench.postgres;

import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** A job of JobRunr that does nothing; public, because it is read back from JSON. */
public record NoOpRequest(int number) implements JobRequest {

  @Override
  public Class<? extends JobRequestHandler<NoOpRequest>> getJobRequestHandler() {
    return NoOpHandler.class;
  }
}
