package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.daemon.jobs.Errands;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand send}: a line for the stdin of a job. */
final class SendVerb implements Verb {
  private static final String NO_NEWLINE = "--no-newline";
  private static final String CLOSE = "--close";

  @Override
  public String name() {
    return "send";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Typed.spec("send [OPTION...] ID [TEXT]", "Write a line to a job that has --stdin.")
            .addOption(Typed.flag("Without a newline at the end.", "-n", NO_NEWLINE).build())
            .addOption(Typed.flag("Then end its stdin; needs no text.", CLOSE).build())
            .addOption(Typed.owner())
            .addPositional(Typed.words());
    spec.parser().stopAtPositional(true);
    return spec;
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands)
      throws IOException, InterruptedException {
    List<String> words = Typed.words(typed);
    boolean close = Typed.is(typed, CLOSE);
    if (words.isEmpty() || words.size() > 2 || (words.size() == 1 && !close)) {
      throw new UsageException("send needs an id and one text; try 'errand send --help'");
    }
    Job job = errands.resolve(words.getFirst(), Typed.caller(typed, client));
    // What was sent must not be sent again, whatever happens to the connection.
    client.resume(List.of());
    try {
      if (words.size() == 2) {
        errands.send(job, words.getLast() + (Typed.is(typed, NO_NEWLINE) ? "" : "\n"));
      }
      if (close) {
        errands.closeStdin(job);
      }
      return ExitCodes.OK;
    } catch (IOException doesNotTakeIt) {
      Say.line(client, job.id() + ": " + doesNotTakeIt.getMessage());
      return 1;
    }
  }
}
