package dev.errand.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The yardstick of {@link SinkLatency}. */
final class BareTrip extends Trip {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Mailbox mailbox = new Mailbox(this::receive);

  @Override
  void send() {
    threads.execute(() -> mailbox.put("message"));
  }

  @Override
  public void close() {
    threads.close();
    mailbox.close();
  }
}
