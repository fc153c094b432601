package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.cli.ExitCodes;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand rerun}: the command of a job once more. */
final class RerunVerb implements Verb {
  @Override
  public String name() {
    return "rerun";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Typed.spec("rerun [OPTION...] ID", "Run the command of a job once more, as a new job.")
            .addOption(Typed.quiet("No hints."))
            .addOption(Typed.json())
            .addOption(Typed.owner())
            .addPositional(Typed.words());
    spec.usageMessage()
        .footer(
            "",
            "In the directory of the old one, with the environment of the caller: that of"
                + " the old one was kept nowhere.");
    return spec;
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands) throws IOException {
    Job old = errands.resolve(Typed.onlyWord(typed, "the id"), Typed.caller(typed, client));
    Job job =
        errands.rerun(old, client.environment(), Optional.of("request " + client.requestKey()));
    client.last((Typed.is(typed, Typed.JSON) ? Json.text(errands.view(job)) : job.id()) + "\n");
    Say.hint(
        client,
        Typed.is(typed, Typed.QUIET),
        "'errand tail -f " + job.id() + "' shows what it prints");
    return ExitCodes.OK;
  }
}
