package dev.errand.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.shell.ShellJobs;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs, and agents that use the tools, for one test. */
public final class Agents implements AutoCloseable {
  /** The net only: what is waited for comes much sooner. */
  private static final long NET_SECONDS = 60;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public final ShellJobs shell;
  public final JobTools tools;
  private final Map<String, JobTool> byName;
  private final Path folder;

  /** With files in this folder. */
  public Agents(Path folder) {
    this.folder = folder;
    this.shell =
        ShellJobs.builder(folder.resolve("commands"))
            .open(AsyncJobManager.builder().routeByOwner().maxRunningJobs(100));
    this.tools = JobTools.of(shell);
    this.byName =
        tools.list().stream().collect(Collectors.toMap(JobTool::name, Function.identity()));
  }

  /** One session of an agent. */
  public Agent agent(String owner, String session) {
    return new Agent(ToolCall.of(owner).session(session).from(folder, System.getenv()));
  }

  /** Waits until this job has settled. */
  public Job settled(String id) throws InterruptedException {
    CountDownLatch settled = new CountDownLatch(1);
    try (var _ =
        shell
            .manager()
            .addListener(
                new JobListener() {
                  @Override
                  public void onSettled(Job job) {
                    if (job.id().equals(id)) {
                      settled.countDown();
                    }
                  }
                })) {
      if (shell.manager().job(id).orElseThrow().settledAt().isEmpty()) {
        assertThat(settled.await(NET_SECONDS, TimeUnit.SECONDS)).isTrue();
      }
    }
    return shell.manager().job(id).orElseThrow();
  }

  @Override
  public void close() {
    shell.close();
  }

  /** What an agent does. */
  public final class Agent {
    private final ToolCall from;

    private Agent(ToolCall from) {
      this.from = from;
    }

    /** The same agent in the same session, whose calls tell this one how they go on. */
    public Agent telling(ToolProgress listener) {
      return new Agent(from.progress(listener));
    }

    public ToolResult result(String tool, String json) {
      try {
        return byName.get(tool).call(json, from);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }

    /** The answer, which must be none that failed. */
    public JsonNode call(String tool, String json) {
      ToolResult result = result(tool, json);
      assertThat(result.failed()).as(result.text()).isFalse();
      return JSON.readTree(result.json());
    }

    /** The words of an answer that must have failed. */
    public String refused(String tool, String json) {
      ToolResult result = result(tool, json);
      assertThat(result.failed()).as(result.text()).isTrue();
      assertThat(JSON.readTree(result.json()).get("error").stringValue()).isNotBlank();
      return result.text();
    }

    /** Starts it in the background and answers its id. */
    public String start(String command) {
      JsonNode answer =
          call(
              "job_start",
              JSON.createObjectNode()
                  .put("command", command)
                  .put("background_after", 0)
                  .toString());
      assertThat(answer.get("background").booleanValue()).isTrue();
      return answer.get("job").get("id").stringValue();
    }
  }
}
