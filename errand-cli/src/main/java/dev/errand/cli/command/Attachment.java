package dev.errand.cli.command;

import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.EndReason;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.cli.ExitCodes;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.shell.ShellJobs;
import dev.errand.shell.log.LogFollower;
import dev.errand.shell.log.LogPage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that stays with a job to its end: sees what it prints, is told how it ended, and exits
 * as it did. When it has written all of that, the owner has the result.
 *
 * @param job the job
 * @param caller who asks
 * @param cursor from where its output is to be written
 * @param quiet whether the end goes without saying
 * @param cancels whether a signal to the client cancels the job; else it leaves
 */
record Attachment(Job job, Caller caller, long cursor, boolean quiet, boolean cancels) {
  static final String VERB = "attach";
  static final String FROM = "--from";
  static final String CANCELS = "--interrupt-cancels";
  private static final Duration LOOK = Duration.ofSeconds(2);

  int run(Client client, Errands errands) throws IOException, InterruptedException {
    client.resume(words(cursor));
    if (cancels) {
      client.onInterrupt("", cancelling());
    } else {
      Say.leavesAtSignal(client, List.of(job));
    }
    long skipped = copy(client, errands);
    // The log is complete when the job has settled: its end is there.
    Job ended = ended(errands);
    int code = report(client, errands.now(ended), skipped);
    client.resume(words(Long.MAX_VALUE));
    boolean has = client.confirm();
    if (has) {
      errands.consumed(List.of(ended), caller);
    }
    return code;
  }

  private List<String> cancelling() {
    List<String> words = new ArrayList<>(List.of(CancelVerb.NAME, Typed.QUIET));
    addOwner(words);
    words.add(job.runId());
    return words;
  }

  private List<String> words(long from) {
    List<String> words = new ArrayList<>(List.of(VERB, FROM, String.valueOf(from)));
    addOwner(words);
    if (quiet) {
      words.add(Typed.QUIET);
    }
    if (cancels) {
      words.add(CANCELS);
    }
    words.add(job.runId());
    return words;
  }

  private void addOwner(List<String> words) {
    if (caller.scoped()) {
      words.addAll(List.of(Typed.OWNER, caller.owner()));
    }
  }

  /**
   * Writes what the job prints until it has settled; answers how much of it was given up before.
   */
  private long copy(Client client, Errands errands) throws IOException, InterruptedException {
    if (cursor == Long.MAX_VALUE) {
      return 0; // all of it was written before the connection broke
    }
    LogFollower follower = errands.log(job).follow(cursor);
    long skipped = 0;
    LogPage page;
    do {
      page = follower.next(LOOK);
      skipped += page.skipped();
      if (page.length() > 0) {
        client.out(page.bytes(), words(page.next()));
      } else {
        client.out(new byte[0]); // notices a client that is gone
      }
    } while (!page.complete());
    return skipped;
  }

  private Job ended(Errands errands) throws InterruptedException {
    try (Awaited awaited = errands.await(List.of(job.id()), AwaitMode.ALL, LOOK)) {
      return awaited.jobs().stream()
          .filter(it -> it.runId().equals(job.runId()))
          .findFirst()
          .orElseGet(() -> errands.now(job));
    }
  }

  private int report(Client client, Job ended, long skipped) throws IOException {
    JobEnd end = ended.end().orElseThrow(() -> new IOException(job.id() + " is forgotten"));
    int code = ExitCodes.of(end);
    if (end.exit().isPresent() && Ends.cannotStart(end)) {
      Say.line(client, Ends.firstLine(end).substring(ShellJobs.CANNOT_START.length()));
      return code;
    }
    boolean ownFailure = code == ExitCodes.OWN_FAILURE && end.exit().isEmpty();
    if (!quiet || ownFailure) {
      Say.line(client, ended.id() + " " + Ends.of(end) + Ends.took(ended));
    }
    if (Ends.hasSurvivors(ended)) {
      Say.line(client, "processes of " + ended.id() + " are still there although they were killed");
    }
    if (skipped > 0 && end.reason() != EndReason.CANCELLED) {
      Say.line(
          client,
          "output was lost: "
              + skipped
              + " bytes of the middle were skipped, since the job's log may not hold more;"
              + " --quota says how much it may");
      return code == ExitCodes.OK ? ExitCodes.OWN_FAILURE : code;
    }
    return code;
  }
}
