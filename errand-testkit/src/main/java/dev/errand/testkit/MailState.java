package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.returned;

import dev.errand.JobFilter;
import dev.errand.spi.Run;

/** A state that a delivery can be in, and how it gets there. */
enum MailState {
  NOT_DUE,
  NOT_DUE_HELD,
  MUTED,
  MUTED_TO_THE_END,
  BODY_STILL_THERE,
  DUE,
  HELD_TWICE,
  WAITING_FOR_RETRY,
  IN_FLIGHT,
  IN_FLIGHT_AGAIN,
  IN_FLIGHT_HELD,
  LEASED,
  DELIVERED,
  ACKNOWLEDGED,
  ACKNOWLEDGED_HELD,
  DEAD,
  DEAD_HELD,
  UNROUTED,
  NEVER_DUE;

  /** Who holds what is held. */
  static final String HOLDER = "h";

  Run reach(DrivenStore store) {
    return switch (this) {
      case NOT_DUE -> running(store);
      case NOT_DUE_HELD -> held(store, running(store));
      case MUTED -> acknowledged(store, running(store));
      case MUTED_TO_THE_END -> store.settle(acknowledged(store, running(store)));
      case BODY_STILL_THERE -> store.end(running(store), returned(""));
      case DUE -> due(store);
      case HELD_TWICE -> held(store, held(store, due(store)));
      case WAITING_FOR_RETRY -> failed(store, inFlight(store));
      case IN_FLIGHT -> inFlight(store);
      case IN_FLIGHT_AGAIN -> {
        store.mail.failAndWait(inFlight(store));
        yield store.mail.claimOne(W1, "a");
      }
      case IN_FLIGHT_HELD -> held(store, inFlight(store));
      case LEASED -> {
        due(store);
        yield store.mail.takeOne("a");
      }
      case DELIVERED -> DrivenStore.applied(store.mail.succeed(inFlight(store)));
      case ACKNOWLEDGED -> acknowledged(store, due(store));
      case ACKNOWLEDGED_HELD -> held(store, acknowledged(store, due(store)));
      case DEAD -> dead(store);
      case DEAD_HELD -> held(store, dead(store));
      case UNROUTED -> {
        long token = store.mail.open(W1, JobFilter.all());
        store.mail.close(JobFilter.all(), token);
        Run run = due(store);
        store.openRoute(W1);
        yield run;
      }
      case NEVER_DUE -> store.settle(store.cancel(running(store)));
    };
  }

  private static Run running(DrivenStore store) {
    return store.start(Ask.closure().owner("a"), W1);
  }

  private static Run due(DrivenStore store) {
    return store.settle(running(store));
  }

  private static Run inFlight(DrivenStore store) {
    due(store);
    return store.mail.claimOne(W1, "a");
  }

  private static Run failed(DrivenStore store, Run inFlight) {
    return DrivenStore.applied(store.mail.fail(inFlight));
  }

  private static Run dead(DrivenStore store) {
    store.mail.ended(Ask.closure().owner("a").maxAttempts(1));
    return failed(store, store.mail.claimOne(W1, "a"));
  }

  private static Run held(DrivenStore store, Run run) {
    return store.mail.hold(W1, HOLDER, run.id()).get(0);
  }

  private static Run acknowledged(DrivenStore store, Run run) {
    return store.mail.acknowledge(run.id()).runs().get(0);
  }
}
