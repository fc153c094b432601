package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.Progress;
import dev.errand.daemon.jobs.Errands;
import dev.errand.shell.log.LogTail;
import dev.errand.shell.text.DurationText;
import dev.errand.shell.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line on a terminal while somebody waits: a spinner, how long it has taken, and the last line
 * that the job printed, or a bar where that says {@code n/m}. Nothing where stderr is no terminal.
 */
final class ProgressLine {
  /** How often it is drawn anew. */
  static final Duration BEAT = Duration.ofMillis(200);

  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final String CLEAR = "\r\033[K";
  private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*/\\s*(\\d{1,9})");
  private static final int BAR = 20;
  private static final int LAST_BYTES = 2_048;

  private final Client client;
  private final Errands errands;
  private final boolean wanted;
  private int turn;
  private boolean drawn;

  ProgressLine(Client client, Errands errands) {
    this.client = client;
    this.errands = errands;
    this.wanted =
        client.errIsTerminal() && !client.environment().getOrDefault("TERM", "").equals("dumb");
  }

  /** Draws it for those jobs that go on. */
  void draw(List<Job> going, int of) throws IOException {
    if (!wanted || going.isEmpty()) {
      return;
    }
    Job job = going.getFirst();
    String spin = String.valueOf(SPINNER.charAt(turn++ % SPINNER.length()));
    Instant since = job.startedAt().orElse(job.registeredAt());
    StringBuilder line = new StringBuilder(spin).append(' ').append(Printable.line(job.id()));
    if (of > 1) {
      line.append(" (").append(of - going.size()).append('/').append(of).append(" ended)");
    }
    line.append(' ').append(DurationText.show(Duration.between(since, Instant.now())));
    String last = job.progress().map(Progress::text).orElseGet(() -> lastLine(job));
    if (!last.isEmpty()) {
      line.append("  ").append(bar(last)).append(Printable.line(last));
    }
    client.err(CLEAR + Table.cut(line.toString(), client.columns() - 1));
    drawn = true;
  }

  /** Takes it away. */
  void clear() throws IOException {
    if (drawn) {
      client.err(CLEAR);
      drawn = false;
    }
  }

  private String lastLine(Job job) {
    if (errands.elsewhere(job).isPresent()) {
      return "";
    }
    LogTail tail = errands.log(job).lastLines(1, LAST_BYTES);
    // Whoever draws bars rewrites a line: the last version of it counts.
    String[] versions = tail.text().strip().split("\r", -1);
    return versions[versions.length - 1].strip();
  }

  private static String bar(String text) {
    Matcher part = PART.matcher(text);
    if (!part.find()) {
      return "";
    }
    long done = Long.parseLong(part.group(1));
    long all = Long.parseLong(part.group(2));
    if (all == 0 || done > all) {
      return "";
    }
    int full = (int) (BAR * done / all);
    return "[" + "#".repeat(full) + "·".repeat(BAR - full) + "] ";
  }
}
