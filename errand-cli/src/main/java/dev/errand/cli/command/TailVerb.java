package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogFollower;
import dev.errand.shell.log.LogMatch;
import dev.errand.shell.log.LogMatches;
import dev.errand.shell.log.LogPage;
import dev.errand.shell.log.LogState;
import dev.errand.shell.log.SearchTooSlowException;
import dev.errand.shell.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand tail}: what a job prints. */
final class TailVerb implements Verb {
  private static final String FOLLOW = "--follow";
  private static final String LINES = "--lines";
  private static final String FROM = "--from";
  private static final String GREP = "--grep";
  private static final int DEFAULT_LINES = 10;
  private static final int MATCHES = 1_000;
  private static final long SEARCHED = 256L << 20;
  private static final Duration LOOK = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "tail";
  }

  @Override
  public CommandSpec spec() {
    return Typed.spec("tail [OPTION...] ID", "Show what a job prints: its last lines.")
        .addOption(Typed.flag("Go on as it prints more, to its end.", "-f", FOLLOW).build())
        .addOption(
            Typed.text("-n," + LINES, "N", "How many lines. Default: " + DEFAULT_LINES + "."))
        .addOption(
            Typed.text(FROM, "CURSOR", "All from this offset, in bytes; 0 is the beginning."))
        .addOption(Typed.text(GREP, "RE", "Only lines in which this is found."))
        .addOption(Typed.owner())
        .addPositional(Typed.words());
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands)
      throws IOException, InterruptedException {
    Caller caller = Typed.caller(typed, client);
    Optional<Integer> lines =
        Typed.value(typed, LINES, text -> (int) Typed.number(text, 1, 1_000_000));
    Optional<Long> from = Typed.value(typed, FROM, text -> Typed.number(text, 0, Long.MAX_VALUE));
    Optional<Pattern> grep = Typed.value(typed, GREP, TailVerb::pattern);
    boolean follow = Typed.is(typed, FOLLOW);
    if (lines.isPresent() && (from.isPresent() || grep.isPresent())) {
      throw new UsageException("--lines goes with neither --from nor --grep");
    }
    Job job = errands.resolve(Typed.onlyWord(typed, "the id"), caller);
    JobLog log = errands.log(job);
    if (follow) {
      Say.leavesAtSignal(client, List.of(job));
    }
    LogState state = log.state();
    if (state instanceof LogState.Removed) {
      Say.line(client, "the output of " + job.id() + " was removed to make room");
      return ExitCodes.OWN_FAILURE;
    }
    Optional<String> elsewhere = errands.elsewhere(job);
    if (elsewhere.isPresent()) {
      if (state instanceof LogState.Absent && !(follow && job.settledAt().isEmpty())) {
        Say.line(
            client,
            "no copy of what " + job.id() + " printed is here; it is on " + elsewhere.get());
        return 1;
      }
      Say.hint(
          client,
          from.isPresent(),
          "this is a copy, about a second behind; all of it is on " + elsewhere.get());
    }
    if (grep.isPresent()) {
      return grep(grep.get(), from.orElse(0L), follow, log, job, caller, client);
    }
    long begin =
        from.orElseGet(
            () -> log.lastLines(lines.orElse(DEFAULT_LINES), JobLog.LONGEST_ANSWER).from());
    checkWithin(begin, log);
    String skipped =
        elsewhere
            .map(host -> " bytes are not in the copy; they may be on " + host)
            .orElse(" bytes were given up to keep the quota");
    return copy(begin, follow, log, job, caller, client, skipped);
  }

  private static void checkWithin(long cursor, JobLog log) {
    long size = size(log.state());
    if (cursor > size) {
      throw new UsageException("--from: must be at most the size of the output, " + size);
    }
  }

  private static int copy(
      long begin, boolean follow, JobLog log, Job job, Caller caller, Client client, String skipped)
      throws IOException, InterruptedException {
    LogFollower follower = log.follow(begin);
    LogPage page;
    do {
      page = follower.next(follow ? LOOK : Duration.ZERO);
      if (page.skipped() > 0) {
        Say.line(client, page.skipped() + skipped);
      }
      client.out(page.bytes(), again(page.next(), follow, job, caller, Optional.empty()));
    } while (follow ? !page.complete() : !page.atEnd());
    return ExitCodes.OK;
  }

  private static List<String> again(
      long cursor, boolean follow, Job job, Caller caller, Optional<String> grep) {
    List<String> words = new ArrayList<>(List.of("tail", FROM, String.valueOf(cursor)));
    if (caller.scoped()) {
      words.addAll(List.of(Typed.OWNER, caller.owner()));
    }
    if (follow) {
      words.add(FOLLOW);
    }
    grep.ifPresent(pattern -> words.addAll(List.of(GREP, pattern)));
    words.add(job.runId());
    return words;
  }

  private static int grep(
      Pattern pattern,
      long begin,
      boolean follow,
      JobLog log,
      Job job,
      Caller caller,
      Client client)
      throws IOException, InterruptedException {
    checkWithin(begin, log);
    long cursor = begin;
    boolean found = false;
    LogMatches matches;
    do {
      try {
        matches = log.search(pattern, cursor, MATCHES, SEARCHED);
      } catch (SearchTooSlowException tooSlow) {
        throw new UsageException("--grep: " + tooSlow.getMessage());
      }
      StringBuilder lines = new StringBuilder();
      for (LogMatch match : matches.matches()) {
        lines.append(client.outIsTerminal() ? Printable.line(match.text()) : match.text());
        lines.append('\n');
        found = true;
      }
      client.out(
          lines.toString().getBytes(StandardCharsets.UTF_8),
          again(matches.next(), follow, job, caller, Optional.of(pattern.pattern())));
      cursor = matches.next();
      if (matches.atEnd() && follow && !matches.complete()) {
        // Behind all of it, and not at the cursor: a line that has no end yet was seen already.
        var _ = log.follow(size(matches.state())).next(LOOK);
      }
    } while (follow ? !matches.complete() : !matches.atEnd());
    return found ? ExitCodes.OK : 1;
  }

  private static long size(LogState state) {
    return state instanceof LogState.Present present ? present.size() : 0;
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(wrong.getDescription() + " in '" + text + "'", wrong);
    }
  }
}
