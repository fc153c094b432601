package dev.errand.internal.table;

import dev.errand.Admission;
import dev.errand.HandlerCall;
import dev.errand.spi.Mail;
import dev.errand.spi.Policy;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.RunId;
import dev.errand.spi.RunState;
import dev.errand.spi.Terms;
import java.time.Instant;
import java.util.Optional;

/** Rows for tests of the indices. */
final class Rows {

  private Rows() {}

  static Row row(long sequence) {
    return row(new OwnerBook(Optional.empty()), sequence, 0, Optional.empty());
  }

  static Row row(OwnerBook book, long sequence, int priority, Optional<String> handler) {
    Terms terms =
        new Terms(
            priority,
            Admission.QUEUE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Policy.DEFAULT);
    Registration registration =
        new Registration(
            "r" + sequence,
            new RunId("w1", sequence),
            sequence,
            book.owner,
            "t",
            "l",
            handler.map(name -> HandlerCall.of(name, "")),
            terms,
            "w1",
            Instant.EPOCH);
    return new Row(book, new Run(registration, RunState.REGISTERED, Mail.NONE));
  }
}
