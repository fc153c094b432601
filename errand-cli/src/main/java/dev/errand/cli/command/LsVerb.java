package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.command.Table.Cell;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.jobs.JobView;
import dev.errand.daemon.jobs.ListQuery;
import dev.errand.daemon.json.Json;
import dev.errand.shell.text.DurationText;
import dev.errand.shell.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand ls}: the jobs, under each other. */
final class LsVerb implements Verb {
  private static final String ALL = "--all";
  private static final String STATUS = "--status";
  private static final String TYPE = "--type";

  @Override
  public String name() {
    return "ls";
  }

  @Override
  public CommandSpec spec() {
    return Typed.spec(
            "ls [OPTION...]",
            "List jobs: those that go on, and the last " + ListQuery.RECENT + " that ended.")
        .addOption(Typed.flag("All that are kept.", "-a", ALL).build())
        .addOption(Typed.owner())
        .addOption(
            Typed.text(
                STATUS, "STATUS", "queued, running, completed, failed or cancelled; with commas."))
        .addOption(Typed.text(TYPE, "TYPE", "Only this kind of work."))
        .addOption(Typed.quiet("Ids only."))
        .addOption(Typed.json());
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands) throws IOException {
    Caller caller = Typed.caller(typed, client);
    ListQuery query =
        new ListQuery(
            Typed.is(typed, ALL),
            Typed.value(typed, STATUS, ListQuery::statuses).orElse(Set.of()),
            Typed.text(typed, TYPE));
    List<Job> jobs = errands.list(query, caller);
    if (Typed.is(typed, Typed.JSON)) {
      client.last(Json.text(jobs.stream().map(errands::view).toList()) + "\n");
    } else if (Typed.is(typed, Typed.QUIET)) {
      StringBuilder ids = new StringBuilder();
      jobs.forEach(job -> ids.append(job.id()).append('\n'));
      client.last(ids.toString());
    } else if (jobs.isEmpty()) {
      Say.hint(client, false, "no jobs" + (query.all() ? "" : "; 'errand ls -a' shows all"));
    } else {
      client.last(table(jobs, client, errands));
    }
    return ExitCodes.OK;
  }

  private static String table(List<Job> jobs, Client client, Errands errands) {
    Style style = Style.of(client);
    Table table = new Table();
    UnaryOperator<String> dim = style::dim;
    table.add(
        new Cell("ID", dim),
        new Cell("STATUS", dim),
        new Cell("EXIT", dim),
        new Cell("TIME", dim),
        new Cell("OWNER", dim),
        new Cell("LABEL", dim));
    for (Job job : jobs) {
      JobView view = errands.view(job);
      table.add(
          Cell.of(Printable.line(job.id())),
          new Cell(
              job.status().name().toLowerCase(Locale.ROOT),
              text -> style.status(job.status(), text)),
          Cell.of(exit(view)),
          Cell.of(time(job)),
          Cell.of(Table.cut(Printable.line(view.owner()), 20)),
          Cell.of(Printable.line(view.label())));
    }
    return table.render(client.outIsTerminal() ? client.columns() : 0);
  }

  private static String exit(JobView view) {
    return view.signal()
        .orElseGet(
            () -> view.exitCode().isPresent() ? String.valueOf(view.exitCode().getAsInt()) : "");
  }

  /** How long it has run or waited, or took. */
  private static String time(Job job) {
    return DurationText.show(
        job.duration()
            .orElseGet(
                () -> Duration.between(job.startedAt().orElse(job.registeredAt()), Instant.now())));
  }
}
