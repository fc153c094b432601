package dev.errand.mcp.tools;

import dev.errand.Job;
import dev.errand.mcp.ToolCall;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogMatch;
import dev.errand.shell.log.LogMatches;
import dev.errand.shell.log.SearchTooSlowException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code job_output}: what a job has printed, from the end, from a cursor, or what matches. */
final class OutputTool implements Tool {
  private static final String JOB = "job";
  private static final String CURSOR = "cursor";
  private static final String LINES = "tail_lines";
  private static final String GREP = "grep";
  private static final String MOST = "max_chars";

  private static final int CHARACTERS = 6_000;
  private static final int LEAST_CHARACTERS = 100;
  private static final int MOST_CHARACTERS = 50_000;
  private static final int SEARCHED = 1 << 30;
  private static final int MATCHES = 100;
  private static final int LONGEST_MATCH = 300;

  private final AgentJobs jobs;

  OutputTool(AgentJobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return "job_output";
  }

  @Override
  public String title() {
    return "Read the output of a job";
  }

  @Override
  public String description() {
    return "Read what a job has printed: its end (default), everything from a cursor on, or the"
        + " lines that match a regular expression. Works while it runs and after it has ended."
        + " Results that come by themselves hold the end already; use this for more. To wait for"
        + " the end of a job use job_wait.";
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public Schema schema() {
    return new Schema()
        .required(JOB, "The id of the job.")
        .integer(
            CURSOR,
            "Read on from here: 0 for the beginning, or nextCursor of an earlier answer. With grep:"
                + " search from here.")
        .integer(LINES, "Only so many of the last lines.")
        .text(GREP, "A regular expression (Java); the lines with a match, each with its cursor.")
        .integer(MOST, "At most so many characters, 100 to 50000. Default: 6000.");
  }

  @Override
  public Answer run(Arguments arguments, ToolCall call, Visit visit) throws InterruptedException {
    Job job = jobs.require(arguments.required(JOB), call.owner());
    Optional<Long> cursor = arguments.number(CURSOR, 0, Long.MAX_VALUE);
    Optional<Long> lines = arguments.number(LINES, 1, 10_000);
    Optional<String> grep = arguments.text(GREP).filter(it -> !it.isEmpty());
    int most =
        arguments
            .number(MOST, LEAST_CHARACTERS, MOST_CHARACTERS)
            .map(Long::intValue)
            .orElse(CHARACTERS);
    Duration patience = visit.polls().patience(name() + arguments);
    Answer answer = new Answer();
    ObjectNode json = answer.json.putObject("job");
    Optional<String> elsewhere = jobs.elsewhere(job);
    elsewhere.ifPresent(host -> answer.json.put("host", host));
    Optional<JobLog> readable = jobs.readable(job);
    if (readable.isEmpty()) {
      Output result = jobs.tail(job, most);
      head(answer, json, job);
      result.into(answer.json);
      elsewhere.ifPresent(host ->
          answer.say(
              "It belongs to another machine, "
                  + Untrusted.line(host, 200)
                  + ": what it prints is there, and no copy of it can be read here yet. When it has"
                  + " ended, its result with its last output is here."));
      if (elsewhere.isEmpty() || job.end().isPresent()) {
        answer.add(result.fenced(job.id()));
      }
      return answer;
    }
    JobLog log = readable.get();
    long began = System.nanoTime();
    boolean waits = patience.isPositive();
    boolean news = waits && waitForNews(log, cursor, patience);
    if (waits) {
      answer.json.put("waitedSeconds", Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }
    head(answer, json, jobs.now(job));
    elsewhere.ifPresent(host ->
        answer.say(
            "It belongs to another machine, "
                + Untrusted.line(host, 200)
                + ": this is a copy, about a second behind, that may lack the middle."));
    if (grep.isPresent()) {
      search(log, grep.get(), cursor.orElse(0L), most, answer, job);
    } else {
      Output output = read(log, cursor, lines, most);
      output.into(answer.json);
      answer.add(output.fenced(job.id()));
      answer.say(
          output.complete()
              ? "That is the end of its output."
              : "More comes after cursor " + output.next() + ".");
    }
    if (waits && !news) {
      answer.hint(
          "You asked the same several times, so this answer waited for news, and there were none."
              + " Use job_wait to wait for the end of a job.");
    }
    visit.polls().answered(news);
    return answer;
  }

  private static void head(Answer answer, ObjectNode json, Job job) {
    Instant now = Instant.now();
    Wording.into(json, job, now);
    answer.say(Wording.line(job, now));
  }

  private static boolean waitForNews(JobLog log, Optional<Long> cursor, Duration atMost)
      throws InterruptedException {
    long end = log.lastLines(1, JobLog.SHORTEST_ANSWER).next();
    if (cursor.isPresent() && cursor.get() < end) {
      return true;
    }
    return log.follow(end).next(atMost).length() > 0;
  }

  private static Output read(JobLog log, Optional<Long> cursor, Optional<Long> lines, int most) {
    if (cursor.isPresent()) {
      return Output.of(log.read(cursor.get(), most));
    }
    return lines
        .map(count -> Output.of(log.lastLines(count.intValue(), 4 * most)).last(most))
        .orElseGet(() -> Output.of(log.lastPart(most)).last(most));
  }

  private static void search(
      JobLog log, String grep, long cursor, int most, Answer answer, Job job) {
    LogMatches found;
    try {
      found = log.search(Pattern.compile(grep), cursor, MATCHES, SEARCHED);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          GREP + " is no regular expression: " + wrong.getDescription(), wrong);
    } catch (SearchTooSlowException slow) {
      throw new IllegalArgumentException(GREP + ": " + slow.getMessage(), slow);
    }
    StringBuilder text = new StringBuilder();
    ArrayNode array = answer.json.putArray("matches");
    long next = found.next();
    boolean complete = found.complete();
    int count = 0;
    for (LogMatch match : found.matches()) {
      String line = Untrusted.line(match.text(), LONGEST_MATCH);
      if (text.length() + line.length() > most) {
        next = match.cursor();
        complete = false;
        break;
      }
      count++;
      array.addObject().put("cursor", match.cursor()).put("untrustedText", line);
      text.append(match.cursor()).append(": ").append(line).append('\n');
    }
    answer.json.put("nextCursor", next);
    answer.json.put("complete", complete);
    if (count == 0) {
      answer.say("No line matches" + (complete ? "." : " up to cursor " + next + "."));
    } else {
      answer.add(Untrusted.fence(count + " lines of " + job.id() + " that match", text.toString()));
      answer.say(complete ? "No more match." : "Search on from cursor " + next + ".");
    }
  }
}
