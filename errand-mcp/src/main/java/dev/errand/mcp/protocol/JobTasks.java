package dev.errand.mcp.protocol;

import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.JobStatus;
import dev.errand.mcp.ToolCall;
import dev.errand.mcp.ToolResult;
import dev.errand.mcp.tools.AgentTasks;
import dev.errand.mcp.tools.Toolbox;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jobs as tasks: the same truth under a name that cannot be guessed. Nothing of a task is kept but
 * its job, so it is as durable. Thread-safe.
 */
final class JobTasks implements TaskSource {
  private final Toolbox tools;
  private final AgentTasks tasks;
  private final TaskIds ids;

  JobTasks(Toolbox tools, byte[] secret) {
    this.tools = tools;
    this.tasks = tools.tasks();
    this.ids = new TaskIds(secret);
  }

  /** This job is shown as a task from now on; empty if it is not there any more. */
  Optional<TaskView> begin(String jobId, ToolCall caller) {
    return tasks.begin(jobId, caller.owner()).map(job -> view(job, Optional.empty()));
  }

  private Optional<Job> find(String taskId, ToolCall caller) {
    return ids.parse(taskId)
        .flatMap(run ->
            tasks.find(run.jobId(), caller.owner()).filter(it -> it.runId().equals(run.runId())));
  }

  @Override
  public Optional<TaskView> get(String taskId, ToolCall caller, boolean shown)
      throws InterruptedException {
    Optional<Job> job = find(taskId, caller);
    if (job.isEmpty()) {
      if (shown) {
        tools.heardFrom(caller.owner(), caller.session());
      }
      return Optional.empty();
    }
    if (!shown) {
      return job.map(it -> view(it, Optional.empty()));
    }
    ToolResult result = tasks.show(job.get(), caller);
    Job now = tasks.find(job.get().id(), caller.owner()).orElse(job.get());
    return Optional.of(
        view(
            now.runId().equals(job.get().runId()) ? now : job.get(),
            Optional.of(JobServerTool.done(result).result())));
  }

  private TaskView view(Job job, Optional<ObjectNode> result) {
    TaskView.Status status = status(job);
    Optional<ObjectNode> payload =
        result
            .filter(_ -> status == TaskView.Status.COMPLETED)
            .map(it -> {
              it.put("isError", job.status() == JobStatus.FAILED);
              return it.put("resultType", "complete"); // some clients insist on it here, too
            });
    return new TaskView(
        ids.of(job.id(), job.runId()),
        status,
        tasks.words(job),
        job.registeredAt(),
        job.settledAt().or(job::endedAt).or(job::startedAt).orElse(job.registeredAt()),
        payload);
  }

  private static TaskView.Status status(Job job) {
    boolean over = job.status().isFinal() && (job.settledAt().isPresent() || job.unsettled());
    if (!over) {
      return TaskView.Status.WORKING;
    }
    return job.status() == JobStatus.CANCELLED
        ? TaskView.Status.CANCELLED
        : TaskView.Status.COMPLETED;
  }

  @Override
  public boolean update(String taskId, ToolCall caller, JsonNode responses) {
    return find(taskId, caller).isPresent(); // a job asks nothing, so there is nothing to take
  }

  @Override
  public boolean cancel(String taskId, ToolCall caller) {
    Optional<Job> job = find(taskId, caller);
    job.ifPresent(it -> tasks.cancel(it, caller.owner()));
    return job.isPresent();
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    return tasks.listen(
        new JobListener() {
          @Override
          public void onStarted(Job job) {
            listener.run();
          }

          @Override
          public void onEnded(Job job) {
            listener.run();
          }

          @Override
          public void onSettled(Job job) {
            listener.run();
          }
        });
  }
}
