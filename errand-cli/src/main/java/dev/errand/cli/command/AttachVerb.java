package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand attach}: what a client asks when its connection broke; nobody needs to type it. */
final class AttachVerb implements Verb {
  @Override
  public String name() {
    return Attachment.VERB;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Typed.spec("attach [OPTION...] ID", "Stay with a job to its end, and exit as it does.")
            .addOption(Typed.owner())
            .addOption(Typed.quiet("Do not say at the end how the job ended."))
            .addOption(Typed.text(Attachment.FROM, "CURSOR", "Where its output is to begin."))
            .addOption(Typed.flag("A signal cancels the job.", Attachment.CANCELS).build())
            .addPositional(Typed.words());
    spec.usageMessage().hidden(true);
    return spec;
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands)
      throws IOException, InterruptedException {
    Caller caller = Typed.caller(typed, client);
    Job job = errands.resolve(Typed.onlyWord(typed, "the id"), caller);
    long from =
        Typed.value(typed, Attachment.FROM, text -> Typed.number(text, 0, Long.MAX_VALUE))
            .orElse(0L);
    return new Attachment(
            job, caller, from, Typed.is(typed, Typed.QUIET), Typed.is(typed, Attachment.CANCELS))
        .run(client, errands);
  }
}
