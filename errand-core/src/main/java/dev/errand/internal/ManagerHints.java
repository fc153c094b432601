package dev.errand.internal;

import dev.errand.spi.Run;
import dev.errand.spi.StoreListener;
import java.time.Duration;
import java.util.Optional;

/** Hands the hints of the store to whom they are about. */
record ManagerHints(Runner runner, Courier courier, Waiters waiters, Signals settled, Signals quiet)
    implements StoreListener {

  @Override
  public void runnable() {
    runner.runnable();
  }

  @Override
  public void wakeIn(Duration delay) {
    runner.wakeIn(delay);
  }

  @Override
  public void cancelled(Run run) {
    runner.stopped(run);
  }

  @Override
  public void superseded(Run run) {
    runner.superseded(run);
  }

  @Override
  public void progressed(Run run) {
    runner.progressed(run);
  }

  @Override
  public void workersDied() {
    runner.recover();
  }

  @Override
  public void leaseEnds() {
    runner.leaseEnds();
  }

  @Override
  public void changed(Run run) {
    runner.changed(run);
  }

  @Override
  public void mailDue(Optional<String> owner) {
    courier.mailDue(owner);
  }

  @Override
  public void mailQuiet(Optional<String> owner) {
    quiet.fire();
  }

  @Override
  public void delivered(Run run) {
    if (isMine(run)) {
      runner.listeners.delivered(Courier.delivery(run));
    }
  }

  @Override
  public void died(Run run) {
    if (isMine(run)) {
      runner.listeners.died(Courier.delivery(run));
    }
  }

  @Override
  public void evicted(Run run) {
    waiters.evicted(run);
    settled.fire();
    if (isMine(run)) {
      runner.listeners.evicted(run);
    }
  }

  private boolean isMine(Run run) {
    return run.registration().registrar().equals(runner.worker.id());
  }
}
