package dev.errand.sql.posting;

import dev.errand.StoreException;

/** What users are told about a database that fails: what is wrong, and the way out. */
public interface Failures {

  /** Nothing was changed. */
  StoreException refused(Throwable cause);

  /** What was to be changed may be changed all the same. */
  StoreException notCommitted(Throwable cause);

  /** It took too long to answer a question. */
  StoreException slow();
}
