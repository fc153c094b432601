package dev.errand.crash;

import dev.errand.Delivery;
import dev.errand.Job;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a driver leaves what it knows: its standard output, a pipe to the killer. One {@code write}
 * a line, which the system takes whole or not at all; and what a pipe has taken is read, whatever
 * has become of its writer. The order of the lines is the order of the writes, so that a line
 * before a call comes before all that the call does, and one after it after that.
 */
final class EvidenceLog {
  private final FileOutputStream pipe = new FileOutputStream(FileDescriptor.out);
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch enough = new CountDownLatch(1);
  private final int life;
  private final int howMuchIsEnough;
  private int lines;

  /**
   * Evidence of this life.
   *
   * @param howMuchIsEnough after so many lines {@link #awaitEnough} returns
   */
  EvidenceLog(int life, int howMuchIsEnough) {
    this.life = life;
    this.howMuchIsEnough = howMuchIsEnough;
  }

  void write(Kind kind, String... keysAndValues) {
    byte[] line = Event.stamped(life, kind, keysAndValues).bytes();
    lock.lock();
    try {
      pipe.write(line);
      if (++lines == howMuchIsEnough) {
        enough.countDown();
      }
    } catch (IOException nobodyListens) {
      Runtime.getRuntime().halt(3); // the killer is gone: no driver outlives it
    } finally {
      lock.unlock();
    }
  }

  void awaitEnough() throws InterruptedException {
    enough.await();
  }

  /** What a snapshot shows. */
  void job(Kind kind, Job job, String... more) {
    List<String> details =
        new ArrayList<>(
            List.of(
                "t", job.label(),
                "run", job.runId(),
                "id", job.id(),
                "owner", job.owner().orElse(Event.NOBODY),
                "epoch", Integer.toString(job.epoch()),
                "status", job.status().name()));
    job.end()
        .ifPresent(end ->
            details.addAll(
                List.of(
                    "reason", end.reason().name(),
                    "by", end.cancelledBy().map(Enum::name).orElse(Event.NOBODY),
                    "text", end.text())));
    details.addAll(Arrays.asList(more));
    write(kind, details.toArray(String[]::new));
  }

  /** What an envelope shows. */
  void mail(Kind kind, String reader, Delivery mail) {
    job(
        kind,
        mail.job(),
        "sink",
        reader,
        "d",
        mail.deliveryId(),
        "attempt",
        Integer.toString(mail.attempt()));
  }
}
