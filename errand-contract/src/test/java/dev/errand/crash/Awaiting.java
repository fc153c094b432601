package dev.errand.crash;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import java.time.Duration;
import java.util.List;

/** Waits in the foreground and consumes what it sees. */
final class Awaiting {

  private Awaiting() {}

  static void await(Stage stage, String ticket, String id, AwaitMode mode, int millis)
      throws InterruptedException {
    stage.evidence().write(Kind.AWAIT, "t", ticket);
    Awaited awaited = stage.manager().awaitJobs(List.of(id), mode, Duration.ofMillis(millis));
    if (awaited.jobs().isEmpty()) {
      stage.evidence().write(Kind.AWAITED, "t", ticket, "done", "false");
    } else {
      stage.evidence().job(Kind.AWAITED, awaited.jobs().get(0), "done", "true");
    }
  }
}
