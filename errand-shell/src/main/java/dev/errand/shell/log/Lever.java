package dev.errand.shell.log;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.LongSupplier;

/**
 * The brake of one writer, pulled or not. That it is pulled is written down first, so that whoever
 * comes after us lets the writer go on. For one thread.
 */
final class Lever {
  private final LogFiles files;
  private final Brake brake;
  private final LongSupplier clock;
  private final Complaints complaints;
  private boolean pulled;
  private long pulledAt;

  Lever(LogFiles files, Brake brake, LongSupplier clock, Complaints complaints) {
    this.files = files;
    this.brake = brake;
    this.clock = clock;
    this.complaints = complaints;
    pulled = Files.exists(files.braked());
    pulledAt = clock.getAsLong();
  }

  boolean pulled() {
    return pulled;
  }

  void pull() {
    if (pulled) {
      return;
    }
    try {
      Files.write(files.braked(), new byte[0]);
    } catch (IOException e) {
      complaints.say("that its writer is stopped could not be written down", e);
    }
    pulled = true;
    pulledAt = clock.getAsLong();
    complaints.running("stopping its writer", brake::stop);
  }

  /** Lets the writer go on; answers for how many nanoseconds it was stopped. */
  long release() {
    if (!pulled) {
      return 0;
    }
    complaints.running("letting its writer go on", brake::goOn);
    pulled = false;
    try {
      Files.deleteIfExists(files.braked());
    } catch (IOException e) {
      complaints.say("that its writer goes on could not be written down", e);
    }
    return clock.getAsLong() - pulledAt;
  }
}
