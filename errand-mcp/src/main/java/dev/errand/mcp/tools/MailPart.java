package dev.errand.mcp.tools;

import dev.errand.Job;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

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
    answer.say("");
    answer.say("Mail: ended since your last call (" + mail.size() + "):");
    ArrayNode array = answer.json.putArray("mail");
    for (Lease lease : mail) {
      Job job = lease.delivery().job();
      answer.result(array, "- ", job, jobs.tail(job, TAIL), lease::describe);
      visit.show(lease);
    }
    if (mail.size() == MOST) {
      answer.say("There may be more; it comes with your next call.");
    }
  }
}
