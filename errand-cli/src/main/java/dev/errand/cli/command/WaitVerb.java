package dev.errand.cli.command;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand wait}: until jobs have ended; shows their results, which the owner has then. */
final class WaitVerb implements Verb {
  private static final String ANY = "--any";
  private static final String ALL = "--all";
  private static final Duration BEAT_UNSEEN = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "wait";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Typed.spec("wait [OPTION...] ID...", "Wait until jobs have ended, and show their results.")
            .addOption(Typed.flag("Until all have ended. The default.", ALL).build())
            .addOption(Typed.flag("Until the first has ended.", ANY).build())
            .addOption(
                Typed.text(Typed.TIMEOUT, "TIME", "No longer than this; then exit code 124."))
            .addOption(Typed.quiet("Show nothing; the results stay in the inbox."))
            .addOption(Typed.json())
            .addOption(Typed.owner())
            .addPositional(Typed.words());
    spec.usageMessage()
        .footer(
            "",
            "Exits as the job does, with several as the first of them that failed. Results of"
                + " others' jobs are shown, but stay in their inboxes.");
    return spec;
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands)
      throws IOException, InterruptedException {
    Caller caller = Typed.caller(typed, client);
    boolean any = Typed.is(typed, ANY);
    if (any && Typed.is(typed, ALL)) {
      throw new UsageException("--any and --all contradict each other");
    }
    if (Typed.words(typed).isEmpty()) {
      throw new UsageException("wait needs an id; try 'errand wait --help'");
    }
    List<Job> jobs = new ArrayList<>();
    for (String word : Typed.words(typed)) {
      Job job = errands.resolve(word, caller);
      if (jobs.stream().noneMatch(it -> it.runId().equals(job.runId()))) {
        jobs.add(job);
      }
    }
    Optional<Duration> timeout = Typed.span(typed, Typed.TIMEOUT);
    long deadline = System.nanoTime() + timeout.orElse(Duration.ofDays(10_000)).toNanos();
    Say.leavesAtSignal(client, jobs);
    ProgressLine progress = new ProgressLine(client, errands);
    Duration beat = client.errIsTerminal() ? ProgressLine.BEAT : BEAT_UNSEEN;
    List<String> ids = jobs.stream().map(Job::id).toList();
    while (true) {
      long left = deadline - System.nanoTime();
      Duration look = left < beat.toNanos() ? Duration.ofNanos(Math.max(0, left)) : beat;
      try (Awaited awaited = errands.await(ids, any ? AwaitMode.ANY : AwaitMode.ALL, look)) {
        if (awaited.met() || left <= 0) {
          progress.clear();
          return show(awaited, typed, client, errands, caller);
        }
      }
      List<Job> going =
          jobs.stream().map(errands::now).filter(job -> !job.status().isFinal()).toList();
      progress.draw(going, jobs.size());
      client.out(new byte[0]);
    }
  }

  /** While it holds them: nobody else is to get what is shown here. */
  private static int show(
      Awaited awaited, ParseResult typed, Client client, Errands errands, Caller caller)
      throws IOException, InterruptedException {
    List<Job> ended = awaited.jobs();
    if (Typed.is(typed, Typed.JSON)) {
      client.last(Json.text(ended.stream().map(errands::view).toList()) + "\n");
    } else if (!Typed.is(typed, Typed.QUIET)) {
      Style style = Style.of(client);
      for (Job job : ended) {
        client.out(Letters.of(job, style));
      }
    }
    if (!Typed.is(typed, Typed.QUIET) && !ended.isEmpty() && client.confirm()) {
      errands.consumed(ended, caller);
    }
    if (!awaited.met()) {
      Say.line(client, "not within the time: what was waited for goes on");
      return ExitCodes.TIMED_OUT;
    }
    return ended.stream()
        .map(Job::end)
        .flatMap(Optional<JobEnd>::stream)
        .mapToInt(ExitCodes::of)
        .filter(code -> code != ExitCodes.OK)
        .findFirst()
        .orElse(ExitCodes.OK);
  }
}
