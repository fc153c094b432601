package dev.errand.sql.posting;

import java.util.List;

/** What the {@link Writer} has done: steps become part of the database. */
public interface Commit {

  /** Applies the steps together and answers each of them. */
  void run(List<PostedStep<?>> steps);

  /** What memory says is to be true by now: it is about to be asked. */
  default void beforeQuestions() {}
}
