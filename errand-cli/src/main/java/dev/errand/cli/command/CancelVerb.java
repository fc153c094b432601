package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.JobStatus;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.jobs.ListQuery;
import dev.errand.daemon.jobs.UnknownJobException;
import dev.errand.shell.text.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand cancel}: ends jobs, and all of their processes. */
final class CancelVerb implements Verb {
  static final String NAME = "cancel";
  private static final String ALL = "--all";
  private static final String GRACE = "--grace";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CommandSpec spec() {
    return Typed.spec("cancel [OPTION...] ID...", "Cancel jobs, and end all of their processes.")
        .addOption(Typed.flag("All that go on; with --owner all of that owner's.", ALL).build())
        .addOption(
            Typed.text(GRACE, "TIME", "How long they have between TERM and KILL. Default: 5s."))
        .addOption(Typed.quiet("Say nothing of those that had ended already."))
        .addOption(Typed.owner())
        .addPositional(Typed.words());
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands) throws IOException {
    Caller caller = Typed.caller(typed, client);
    Optional<Duration> grace = Typed.value(typed, GRACE, CancelVerb::grace);
    List<String> words = Typed.words(typed);
    if (words.isEmpty() != Typed.is(typed, ALL)) {
      throw new UsageException("cancel needs ids, or --all; try 'errand cancel --help'");
    }
    if (words.isEmpty()) {
      ListQuery going =
          new ListQuery(true, Set.of(JobStatus.QUEUED, JobStatus.RUNNING), Optional.empty());
      for (Job job : errands.list(going, caller)) {
        if (errands.cancel(job, caller, grace)) {
          client.out(job.id() + "\n");
        }
      }
      return ExitCodes.OK;
    }
    int code = ExitCodes.OK;
    for (String word : words) {
      try {
        Job job = errands.resolve(word, caller);
        if (errands.cancel(job, caller, grace)) {
          if (!Typed.is(typed, Typed.QUIET)) {
            client.out(job.id() + "\n");
          }
        } else if (!Typed.is(typed, Typed.QUIET)) {
          Say.line(client, job.id() + " has ended already");
        }
      } catch (UnknownJobException unknown) {
        Say.line(client, String.valueOf(unknown.getMessage()));
        code = 1;
      }
    }
    return code;
  }

  private static Duration grace(String text) {
    return text.strip().matches("0s?") ? Duration.ZERO : DurationText.parse(text);
  }
}
