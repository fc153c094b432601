package dev.errand.mcp.tools;

import dev.errand.Job;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer while it is written: the same twice, as text and as JSON. */
final class Answer {
  final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final StringBuilder text = new StringBuilder();
  private boolean failed;
  private Optional<String> background = Optional.empty();

  /** An answer that nothing was done. */
  static Answer refusal(String why) {
    Answer answer = new Answer();
    answer.failed = true;
    answer.say(why);
    answer.json.put("error", why);
    return answer;
  }

  /** One more line of the text. */
  Answer say(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** Lines that end already. */
  Answer add(String lines) {
    text.append(lines);
    return this;
  }

  /** Something to know or to do next, in both. */
  Answer hint(String sentence) {
    json.put("hint", sentence);
    return say(sentence);
  }

  /**
   * How a job has ended, and what it has printed last, as one more of these.
   *
   * @param before what its line begins with
   * @param more puts more of it into its JSON, and answers what its line ends with
   */
  void result(
      ArrayNode these, String before, Job job, Output tail, Function<ObjectNode, String> more) {
    Instant now = Instant.now();
    ObjectNode one = these.addObject();
    Wording.into(one, job, now);
    say(before + Wording.line(job, now) + more.apply(one));
    tail.into(one);
    add(tail.fenced(job.id()));
  }

  /** This job goes on in the background. */
  void background(String jobId) {
    background = Optional.of(jobId);
  }

  Optional<String> background() {
    return background;
  }

  boolean failed() {
    return failed;
  }

  String text() {
    return text.toString().stripTrailing();
  }
}
