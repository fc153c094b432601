package dev.errand.cli.command;

import dev.errand.cli.ExitCodes;
import dev.errand.daemon.jobs.Errands;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand prune}: forgets what has ended. */
final class PruneVerb implements Verb {
  @Override
  public String name() {
    return "prune";
  }

  @Override
  public CommandSpec spec() {
    return Typed.spec(
            "prune [OPTION...]",
            "Forget all jobs that have ended, with their output and their mail.")
        .addOption(Typed.owner());
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands) throws IOException {
    int count = errands.prune(Typed.caller(typed, client));
    client.last(count + "\n");
    return ExitCodes.OK;
  }
}
