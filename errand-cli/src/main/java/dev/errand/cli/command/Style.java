package dev.errand.cli.command;

import dev.errand.JobStatus;

/** Colours, for a terminal whose user wants them. */
record Style(boolean colours) {
  /** As the user's environment has it; {@code NO_COLOR} and {@code CLICOLOR_FORCE} are heard. */
  static Style of(Client client) {
    String no = client.environment().getOrDefault("NO_COLOR", "");
    String force = client.environment().getOrDefault("CLICOLOR_FORCE", "");
    String terminal = client.environment().getOrDefault("TERM", "");
    boolean wanted = client.outIsTerminal() && !terminal.equals("dumb");
    return new Style(no.isEmpty() && (wanted || (!force.isEmpty() && !force.equals("0"))));
  }

  String status(JobStatus status, String text) {
    return switch (status) {
      case QUEUED -> coloured("33", text);
      case RUNNING -> coloured("36", text);
      case COMPLETED -> coloured("32", text);
      case FAILED -> coloured("31", text);
      case CANCELLED -> coloured("35", text);
    };
  }

  String bold(String text) {
    return coloured("1", text);
  }

  String dim(String text) {
    return coloured("2", text);
  }

  private String coloured(String code, String text) {
    return colours ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
