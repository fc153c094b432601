package dev.errand.sql.postgres;

import dev.errand.JobFilter;

/** Whose mail a sink takes, as it is kept. */
final class Audiences {
  private static final String OWNER = "owner ";

  private Audiences() {}

  static String of(JobFilter audience) {
    return switch (audience) {
      case JobFilter.All all -> "all";
      case JobFilter.Unowned unowned -> "unowned";
      case JobFilter.Owner one -> OWNER + PostgresText.INSTANCE.encode(one.owner());
      case JobFilter.OwnerTree tree ->
          throw new IllegalArgumentException("audience must be one owner, unowned or all");
    };
  }

  static JobFilter read(String kept) {
    return switch (kept) {
      case "all" -> JobFilter.all();
      case "unowned" -> JobFilter.unowned();
      default -> JobFilter.owner(PostgresText.INSTANCE.decode(kept.substring(OWNER.length())));
    };
  }
}
