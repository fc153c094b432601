package dev.errand.mcp.tools;

import dev.errand.Job;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The end of every answer: the jobs that have ended since the last one. */
final class MailPart {
  /** How many at once; the others come with the next answer. */
  private static final int MOST = 5;

  private static final int TAIL = 800;

  private final AgentJobs jobs;

  MailPart(AgentJobs jobs) {
    this.jobs = jobs;
  }

  void addTo(Answer answer, Visit visit) {
    List<Lease> mail = visit.take(MOST);
    if (mail.isEmpty()) {
      return;
    }
    Instant now = Instant.now();
    answer.say("");
    answer.say("Mail: ended since your last call (" + mail.size() + "):");
    ArrayNode array = answer.json.putArray("mail");
    for (Lease lease : mail) {
      Job job = lease.delivery().job();
      Output tail = jobs.tail(job, TAIL);
      ObjectNode json = array.addObject();
      Wording.into(json, job, now);
      describe(json, lease);
      tail.into(json);
      answer.say("- " + Wording.line(job, now) + repeat(lease));
      answer.add(tail.fenced(job.id()));
      visit.show(lease);
    }
    if (mail.size() == MOST) {
      answer.say("There may be more; it comes with your next call.");
    }
  }

  /** How a result is recognized that is shown twice. */
  static void describe(ObjectNode json, Lease lease) {
    json.put("deliveryId", lease.delivery().deliveryId());
    if (lease.isRepeat()) {
      json.put("repeat", true);
    }
  }

  static String repeat(Lease lease) {
    return lease.isRepeat()
        ? " [repeat: shown before, but your answer to it never came; delivery "
            + lease.delivery().deliveryId()
            + "]"
        : "";
  }
}
