package dev.errand.sql;

/**
 * What a look at a PostgreSQL database has shown that a store can be in.
 *
 * @param place where it is, without what must not be seen
 * @param server the version of the server, as it says it
 * @param schema the number of the schema that is there; 0: no store has been opened yet
 * @param synchronousCommit the setting of that name: what a commit waits for
 * @param slowness what makes it slow by now, and what to do; empty if nothing was seen
 */
public record PostgresLook(
    String place, String server, int schema, String synchronousCommit, String slowness) {

  /** Whether what is acknowledged survives a crash of the server. */
  public boolean isDurable() {
    return !synchronousCommit.equals("off");
  }
}
