package dev.errand.mcp.tools;

import dev.errand.AsyncJobManager;
import dev.errand.CancelledBy;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.mcp.JobTools;
import dev.errand.shell.ElsewhereException;
import dev.errand.shell.ShellJobs;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The jobs as an agent may see them: its own and its children's. A foreign job is an unknown one.
 * Thread-safe.
 */
public final class AgentJobs {
  private static final int NAMED = 10;

  private final ShellJobs shell;
  private final JobTools.Starter starter;
  private final Function<Job, String> owners;

  /** See {@link JobTools#of(ShellJobs, JobTools.Starter, Function)}. */
  public AgentJobs(ShellJobs shell, JobTools.Starter starter, Function<Job, String> owners) {
    this.shell = shell;
    this.starter = starter;
    this.owners = owners;
  }

  /** The manager, for what has a filter. */
  AsyncJobManager manager() {
    return shell.manager();
  }

  ShellJobs shell() {
    return shell;
  }

  JobTools.Starter starter() {
    return starter;
  }

  static JobFilter filter(String owner) {
    return JobFilter.ownerTree(owner);
  }

  /** Whose job it is, as agents know it. */
  public String ownerOf(Job job) {
    return owners.apply(job);
  }

  boolean isOwn(Job job, String owner) {
    return ownerOf(job).equals(owner);
  }

  /** In the order of registration. */
  List<Job> all(String owner) {
    return manager().allJobs(filter(owner));
  }

  List<Job> active(String owner) {
    return all(owner).stream().filter(job -> !job.status().isFinal()).toList();
  }

  /** The newest run of this id, if this owner sees it. */
  public Optional<Job> find(String id, String owner) {
    return manager().job(id.strip(), filter(owner));
  }

  /** The same run now; of one that is forgotten, as it was. */
  Job now(Job job) {
    return manager().job(job.id()).filter(it -> it.runId().equals(job.runId())).orElse(job);
  }

  /**
   * The job of this id.
   *
   * @throws IllegalArgumentException if there is none that this owner sees
   */
  Job require(String id, String owner) {
    return find(id, owner).orElseThrow(() -> new IllegalArgumentException(unknown(id, owner)));
  }

  private String unknown(String id, String owner) {
    List<String> ids = all(owner).reversed().stream().map(Job::id).distinct().limit(NAMED).toList();
    return "you have no job '"
        + Untrusted.line(id, 60)
        + "'. "
        + (ids.isEmpty() ? "You have no jobs." : "Your newest jobs: " + String.join(", ", ids));
  }

  boolean isCommand(Job job) {
    return shell.command(job).isPresent();
  }

  /** Whether what it prints is here: it is a command, and no other machine's. */
  boolean hasLog(Job job) {
    return isCommand(job) && elsewhere(job).isEmpty();
  }

  /** The machine that has its process and its output, if it is not this one. */
  Optional<String> elsewhere(Job job) {
    return shell.elsewhere(job);
  }

  JobLog log(Job job) {
    return shell.log(job);
  }

  /**
   * What it has printed, as far as that can be read here: its log, or the copy of another machine's
   * in the store.
   */
  Optional<JobLog> readable(Job job) {
    if (!isCommand(job)) {
      return Optional.empty();
    }
    try {
      return Optional.of(log(job))
          .filter(log -> hasLog(job) || log.state() instanceof LogState.Present);
    } catch (ElsewhereException noCopies) {
      return Optional.empty();
    }
  }

  /** The end of what a job has printed; of what has no log here, its result. */
  Output tail(Job job, int characters) {
    return hasLog(job)
        ? Output.of(log(job).lastPart(characters)).last(characters)
        : Output.ofResult(
            job.end().map(it -> it.text()).orElse(""), job.end().isPresent(), characters);
  }

  /**
   * Cancels it for its owner, or for its owner's parent; answers whether it had not ended before.
   */
  boolean cancel(Job job, String owner) {
    CancelledBy by = isOwn(job, owner) ? CancelledBy.OWNER : CancelledBy.OPERATOR;
    return manager().cancel(job.id(), by, filter(owner));
  }

  /** One line on what it does now; empty if that is not known. */
  String lastWords(Job job) {
    if (job.progress().isPresent()) {
      return Untrusted.line(job.progress().get().text(), 120);
    }
    if (!hasLog(job)) {
      return "";
    }
    String[] lines = Untrusted.clean(log(job).lastLines(3, 2_000).text()).strip().split("\n", -1);
    return Untrusted.line(lines[lines.length - 1], 120);
  }
}
