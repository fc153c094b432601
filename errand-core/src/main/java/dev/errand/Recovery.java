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
  RERUN,
  /**
   * It goes on, under the next epoch: what does the work (a process, a remote task) outlives the
   * worker. The handler is called again with the same payload and run id, and has to find out how
   * far it had come: its work goes on, has ended meanwhile, or never began. It is also called for a
   * run that was cancelled or timed out before and has not settled; its signal has fired then, and
   * what is left of the work is to be ended. A manager without that handler loses the run.
   *
   * <p>When the manager is closed with {@link CloseMode#HAND_BACK}, the signal says so ({@link
   * CancellationSignal.Reason#handsOver}): the handler returns or throws at once and leaves its
   * work alone; the next manager goes on with it.
   */
  ADOPT
}
