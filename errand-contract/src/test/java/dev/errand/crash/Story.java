package dev.errand.crash;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Made-up evidence. Each line says of its ticket what was said of it before, unless it is told to
 * say something else.
 */
final class Story {
  private final Checker checker = new Checker();
  private final Map<String, Map<String, String>> jobs = new HashMap<>();
  private int life;

  /** A life begins. */
  Story born() {
    life++;
    return line(Kind.BORN, "mode", "WORK").line(Kind.OPENED).line(Kind.BUILT);
  }

  /** What follows is said by this life, or of it. */
  Story in(int other) {
    life = other;
    return this;
  }

  Story killed() {
    return line(Kind.KILLED, "code", "137");
  }

  /** A life that closes in order. */
  Story closed() {
    return line(Kind.BORN, "mode", "CLOSE")
        .line(Kind.CLOSING)
        .line(Kind.CLOSED)
        .line(Kind.EXITED, "code", "0");
  }

  /** The last life, after which nothing is left. */
  Story drained() {
    life++;
    line(Kind.BORN, "mode", "DRAIN");
    return drainedWith("quiet", "true");
  }

  Story drainedWith(String key, String value) {
    Map<String, String> details =
        new LinkedHashMap<>(
            Map.of(
                "quiet", "true", "running", "0", "queued", "0", "held", "0", "parked", "0", "dead",
                "0"));
    details.put(key, value);
    checker.see(new Event(life, Kind.DRAINED, details));
    return closed();
  }

  /** A job of ann's of this sort is about to be registered, with more or other details. */
  Story register(String ticket, String work, String... more) {
    Map<String, String> job = new LinkedHashMap<>();
    job.put("run", "run-" + ticket);
    job.put("id", "bg_" + ticket);
    job.put("owner", "ann");
    job.put("epoch", "1");
    job.put("status", "COMPLETED");
    job.put("reason", "RETURNED");
    job.put("by", Event.NOBODY);
    job.put("text", "done " + ticket);
    jobs.put(ticket, job);
    Map<String, String> details = new LinkedHashMap<>();
    details.put("t", ticket);
    details.put("owner", "ann");
    details.put("work", work);
    details.put("preferred", Event.NOBODY);
    details.put("key", Event.NOBODY);
    details.put("hold", "false");
    details.put("keep", "false");
    put(details, more);
    checker.see(new Event(life, Kind.REGISTER, details));
    return this;
  }

  Story registered(String ticket) {
    return line(Kind.REGISTERED, "t", ticket, "id", jobs.get(ticket).get("id"));
  }

  /** A job that was registered, has run and returned, and whose end is recorded. */
  Story done(String ticket, String work, String... more) {
    return register(ticket, work, more)
        .registered(ticket)
        .of(Kind.BODY, ticket)
        .of(Kind.BODY_ENDS, ticket)
        .of(Kind.ENDED, ticket);
  }

  /** From now on all lines of this ticket say this. */
  Story now(String ticket, String... keysAndValues) {
    put(jobs.get(ticket), keysAndValues);
    return this;
  }

  /** A line that shows a run or its delivery. */
  Story of(Kind kind, String ticket, String... other) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("t", ticket);
    details.putAll(jobs.get(ticket));
    if (kind == Kind.SINK || kind == Kind.TOOK) {
      details.put("sink", details.get("owner"));
      details.put("d", "d-" + details.get("run"));
    }
    if (kind == Kind.ROW) {
      details.put("settled", "true");
      details.put("delivery", "DELIVERED");
    }
    put(details, other);
    checker.see(new Event(life, kind, details));
    return this;
  }

  /** A sink accepts it. */
  Story accepted(String ticket) {
    return of(Kind.SINK, ticket).line(Kind.SINK_OK, "t", ticket);
  }

  Story acknowledged(String ticket) {
    return line(Kind.ACKNOWLEDGE, "t", ticket).line(Kind.ACKNOWLEDGED, "t", ticket);
  }

  Story line(Kind kind, String... keysAndValues) {
    checker.see(Event.of(life, kind, keysAndValues));
    return this;
  }

  Findings end() {
    return checker.end();
  }

  private static void put(Map<String, String> details, String... keysAndValues) {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      details.put(keysAndValues[i], keysAndValues[i + 1]);
    }
  }
}
