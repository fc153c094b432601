package dev.errand.internal.table;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rows that nothing more will happen to, until their retention is over (contract H1). */
interface Retention {

  /** Keeps a row from now on; whether it is the first that is to be forgotten. */
  boolean add(Row row, Duration retention, long nanoTime);

  /** Takes a row out, if it is in. */
  void remove(Row row);

  /** Takes out a row whose retention is over. */
  @Nullable Row pollDue(long nanoTime);

  /** In how many nanoseconds the next retention is over; a century and more if there is none. */
  long next(long nanoTime);
}
