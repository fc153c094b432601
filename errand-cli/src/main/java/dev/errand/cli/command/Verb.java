package dev.errand.cli.command;

import dev.errand.daemon.jobs.Errands;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One thing that can be typed. Immutable. */
interface Verb {
  /** What it is called. */
  String name();

  /** Its options and its help. */
  CommandSpec spec();

  /**
   * Does it; answers the exit code.
   *
   * @throws dev.errand.cli.UsageException if what was typed is wrong
   * @throws IllegalArgumentException likewise
   * @throws dev.errand.daemon.jobs.UnknownJobException if there is no such job
   */
  int run(ParseResult typed, Client client, Errands errands)
      throws IOException, InterruptedException;
}
