package dev.errand.cli.command;

import dev.errand.Delivery;
import dev.errand.Job;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.cli.command.Table.Cell;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.json.Json;
import dev.errand.shell.text.Printable;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand dead}: results that could not be delivered, and another try for them. */
final class DeadVerb implements Verb {
  private static final String REDELIVER = "--redeliver";

  @Override
  public String name() {
    return "dead";
  }

  @Override
  public CommandSpec spec() {
    return Typed.spec("dead [OPTION...] [ID]", "List results that were given up, or try again.")
        .addOption(Typed.flag("Deliver that of this job once more.", REDELIVER).build())
        .addOption(Typed.json())
        .addOption(Typed.owner())
        .addPositional(Typed.words());
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands) throws IOException {
    Caller caller = Typed.caller(typed, client);
    List<Delivery> dead = errands.dead(caller);
    if (!Typed.words(typed).isEmpty()) {
      Job job = errands.resolve(Typed.onlyWord(typed, "the id"), caller);
      dead = dead.stream().filter(mail -> mail.runId().equals(job.runId())).toList();
    }
    if (Typed.is(typed, REDELIVER)) {
      if (Typed.words(typed).isEmpty()) {
        throw new UsageException("--redeliver needs an id");
      }
      if (dead.stream().noneMatch(errands::redeliver)) {
        Say.line(client, "no result of " + Typed.words(typed).getFirst() + " was given up");
        return 1;
      }
      return ExitCodes.OK;
    }
    if (Typed.is(typed, Typed.JSON)) {
      client.last(Json.text(dead.stream().map(errands::view).toList()) + "\n");
    } else if (dead.isEmpty()) {
      Say.hint(client, false, "no result was given up");
    } else {
      Table table = new Table();
      table.add(Cell.of("ID"), Cell.of("OWNER"), Cell.of("ATTEMPTS"), Cell.of("LAST ERROR"));
      for (Delivery mail : dead) {
        table.add(
            Cell.of(mail.jobId()),
            Cell.of(Printable.line(errands.ownerOf(mail.job()))),
            Cell.of(String.valueOf(mail.job().delivery().attempts())),
            Cell.of(Printable.line(mail.job().delivery().lastError().orElse(""))));
      }
      client.last(table.render(client.outIsTerminal() ? client.columns() : 0));
    }
    return ExitCodes.OK;
  }
}
