package dev.errand;

/**
 * The work of a job. It runs on a virtual thread of its own, never on the caller's (contract A1),
 * and ends the run by returning or by throwing anything (B3, B4).
 *
 * <p>On cancel and on timeout the thread is interrupted and {@link JobContext#cancellation()}
 * fires; a body that goes on all the same keeps its slot for {@link
 * AsyncJobManager.Builder#cancelGrace} and is then listed as unsettled.
 */
@FunctionalInterface
public interface JobBody {
  /** Does the work and returns its result. */
  JobResult run(JobContext context) throws Exception;
}
