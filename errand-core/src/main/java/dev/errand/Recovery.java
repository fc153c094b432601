package dev.errand;

/**
 * What becomes of a running job whose worker died (contract J2): its process was killed, or its
 * machine is gone. Agreed when the job is registered.
 */
public enum Recovery {
  /**
   * It ends {@link JobStatus#FAILED} with {@link EndReason#LOST}, and its owner is told so. The
   * default, and always so for closures, which die with their process.
   */
  LOST,
  /**
   * It is started again, from the beginning, under the next epoch; see {@link
   * AsyncJobManager.Builder#maxReruns}. The handler must bear that what it did before has been done
   * already, or half of it.
   */
  RERUN
}
