package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.command.Table.Cell;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.jobs.JobView;
import dev.errand.daemon.json.Json;
import dev.errand.shell.log.LogState;
import dev.errand.shell.log.LogTail;
import dev.errand.shell.text.DurationText;
import dev.errand.shell.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand show}: all that is known of a job, and the last lines of its output. */
final class ShowVerb implements Verb {
  private static final int LINES = 10;
  private static final int BYTES = 16 * 1024;

  @Override
  public String name() {
    return "show";
  }

  @Override
  public CommandSpec spec() {
    return Typed.spec("show [OPTION...] ID", "Show a job: all that is known of it.")
        .addOption(Typed.owner())
        .addOption(Typed.json())
        .addPositional(Typed.words());
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands) throws IOException {
    Job job = errands.resolve(Typed.onlyWord(typed, "the id"), Typed.caller(typed, client));
    if (Typed.is(typed, Typed.JSON)) {
      client.last(Json.text(errands.view(job)) + "\n");
      return ExitCodes.OK;
    }
    Style style = Style.of(client);
    JobView view = errands.view(job);
    Table table = new Table();
    row(table, style, "id", view.id());
    row(table, style, "label", view.label());
    String status = job.end().map(Ends::of).orElse(job.status().name().toLowerCase(Locale.ROOT));
    table.add(
        new Cell("status", style::dim),
        new Cell(Printable.line(status), text -> style.status(job.status(), text)));
    row(table, style, "owner", view.owner());
    row(table, style, "type", view.type());
    view.argv().ifPresent(argv -> row(table, style, "command", words(argv)));
    view.cwd().ifPresent(cwd -> row(table, style, "directory", cwd));
    view.host().ifPresent(host -> row(table, style, "host", host));
    view.pid().ifPresent(pid -> row(table, style, "process", String.valueOf(pid)));
    view.progress().ifPresent(progress -> row(table, style, "progress", progress));
    time(table, style, "registered", Optional.of(view.registeredAt()));
    time(table, style, "started", view.startedAt());
    time(table, style, "ended", view.endedAt());
    job.duration().ifPresent(took -> row(table, style, "took", DurationText.show(took)));
    row(table, style, "delivery", delivery(view.delivery()));
    row(table, style, "run", view.runId());
    client.last(table.render(0) + output(job, errands, style));
    return ExitCodes.OK;
  }

  private static void row(Table table, Style style, String name, String text) {
    table.add(new Cell(name, style::dim), Cell.of(Printable.line(text)));
  }

  private static void time(Table table, Style style, String name, Optional<Instant> time) {
    time.ifPresent(then -> row(table, style, name, ago(then)));
  }

  /** For instance {@code 2026-11-26T02:00:00Z, 5 min 0 s ago}. */
  private static String ago(Instant then) {
    return then.truncatedTo(ChronoUnit.SECONDS)
        + ", "
        + DurationText.show(Duration.between(then, Instant.now()))
        + " ago";
  }

  /** The words as a shell would have to be told them. */
  private static String words(List<String> argv) {
    StringBuilder line = new StringBuilder();
    for (String word : argv) {
      line.append(line.isEmpty() ? "" : " ");
      if (word.matches("[\\w@%+=:,./*-]+")) {
        line.append(word);
      } else {
        line.append('\'').append(word.replace("'", "'\\''")).append('\'');
      }
    }
    return line.toString();
  }

  private static String delivery(JobView.DeliveryView delivery) {
    StringBuilder text = new StringBuilder(delivery.state().toLowerCase(Locale.ROOT));
    if (delivery.attempt() > 0) {
      text.append(", attempt ").append(delivery.attempt());
    }
    delivery.nextAttemptAt().ifPresent(next -> text.append(", next at ").append(next));
    delivery.lastError().ifPresent(error -> text.append(", last error: ").append(error));
    return text.toString();
  }

  private static String output(Job job, Errands errands, Style style) {
    LogTail tail = errands.log(job).lastLines(LINES, BYTES);
    StringBuilder text = new StringBuilder();
    if (errands.elsewhere(job).isPresent() && !(tail.state() instanceof LogState.Present)) {
      return '\n' + style.dim("What it prints is on its host.") + '\n';
    }
    if (!tail.text().isEmpty()) {
      text.append('\n');
      tail.text().lines().forEach(line -> text.append(Printable.line(line)).append('\n'));
    } else if (job.end().filter(Ends::cannotStart).isPresent()) {
      text.append('\n')
          .append(style.dim(Printable.line(job.end().map(JobEnd::text).orElse(""))))
          .append('\n');
    }
    return text.toString();
  }
}
