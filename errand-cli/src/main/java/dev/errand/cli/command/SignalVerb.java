package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.daemon.jobs.Errands;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand signal}: a signal for the process of a job. */
final class SignalVerb implements Verb {
  @Override
  public String name() {
    return "signal";
  }

  @Override
  public CommandSpec spec() {
    return Typed.spec(
            "signal [OPTION...] ID SIGNAL", "Send a signal to the process of a job, as in USR1.")
        .addOption(Typed.owner())
        .addPositional(Typed.words());
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands)
      throws IOException, InterruptedException {
    List<String> words = Typed.words(typed);
    if (words.size() != 2) {
      throw new UsageException("signal needs an id and a signal; try 'errand signal --help'");
    }
    Job job = errands.resolve(words.getFirst(), Typed.caller(typed, client));
    client.resume(List.of());
    if (!errands.signal(job, words.getLast())) {
      Say.line(client, job.id() + " has just ended");
      return 1;
    }
    return ExitCodes.OK;
  }
}
