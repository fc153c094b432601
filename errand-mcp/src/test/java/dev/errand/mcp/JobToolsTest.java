package dev.errand.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Job;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@DisplayName("The tools of an agent")
final class JobToolsTest {
  @TempDir Path folder;
  private Agents agents;
  private Agents.Agent agent;

  @BeforeEach
  void open() {
    agents = new Agents(folder);
    agent = agents.agent("agent", "first");
  }

  @AfterEach
  void close() {
    agents.close();
  }

  @Test
  @DisplayName("what ends soon answers at once, and is no mail afterwards")
  void soon() {
    JsonNode answer =
        agent.call("job_start", "{'command':'echo hello; exit 3'}".replace('\'', '"'));
    JsonNode ended = answer.get("ended").get(0);
    assertThat(ended.get("exitCode").intValue()).isEqualTo(3);
    assertThat(ended.get("status").stringValue()).isEqualTo("FAILED");
    assertThat(ended.get("output").get("untrustedText").stringValue()).isEqualTo("hello\n");
    assertThat(agent.call("job_list", "{}").has("mail")).isFalse();
    assertThat(agent.call("job_list", "{}").has("mail")).isFalse();
  }

  @Test
  @DisplayName(
      "what takes longer goes on, the same process, and its result comes with the next call")
  void later() throws Exception {
    Path gate = gate();
    JsonNode answer =
        agent.call(
            "job_start",
            """
            {"command":"echo $$; read x <%s; echo done", "background_after":0.3, "label":"it"}
            """
                .formatted(gate));
    assertThat(answer.get("background").booleanValue()).isTrue();
    String id = answer.get("job").get("id").stringValue();
    String pid = answer.get("job").get("output").get("untrustedText").stringValue().strip();
    assertThat(agents.shell.pid(agents.shell.manager().job(id).orElseThrow()))
        .contains(Long.parseLong(pid));
    assertThat(agent.call("job_list", "{}").has("mail")).isFalse();
    Files.writeString(gate, "\n");
    agents.settled(id);
    JsonNode mail = agent.call("job_list", "{}").get("mail");
    assertThat(mail.size()).isEqualTo(1);
    assertThat(mail.get(0).get("label").stringValue()).isEqualTo("it");
    assertThat(mail.get(0).get("output").get("untrustedText").stringValue())
        .isEqualTo(pid + "\ndone\n");
    assertThat(agent.call("job_list", "{}").has("mail")).isFalse();
  }

  @Test
  @DisplayName("F7 F16 a session that is lost after its answer: shown again, as a repeat, same id")
  void lost() throws Exception {
    agents.settled(agent.start("echo once"));
    JsonNode first = agent.call("job_list", "{}").get("mail").get(0);
    assertThat(first.has("repeat")).isFalse();
    agents.tools.lost("agent", "first");
    JsonNode again = agents.agent("agent", "second").call("job_list", "{}").get("mail").get(0);
    assertThat(again.get("repeat").booleanValue()).isTrue();
    assertThat(again.get("deliveryId")).isEqualTo(first.get("deliveryId"));
  }

  @Test
  @DisplayName("an answer that could not be handed over is offered again at once")
  void notHandedOver() throws Exception {
    agents.settled(agent.start("echo once"));
    ToolResult result = agent.result("job_list", "{}");
    assertThat(result.text()).contains("once");
    result.lost();
    assertThat(agent.call("job_list", "{}").get("mail").get(0).get("repeat").booleanValue())
        .isTrue();
  }

  @Test
  @DisplayName("F16 mail that is shown is nobody else's meanwhile")
  void leased() throws Exception {
    agents.settled(agent.start("echo once"));
    assertThat(agent.call("job_list", "{}").has("mail")).isTrue();
    assertThat(agents.agent("agent", "second").call("job_list", "{}").has("mail")).isFalse();
  }

  @Test
  @DisplayName("another owner's agent sees and touches nothing; a parent sees its child's")
  void owners() throws Exception {
    Agents.Agent other = agents.agent("other", "o");
    Agents.Agent child = agents.agent("agent/child", "c");
    String id = child.start("sleep 1000");
    assertThat(other.call("job_list", "{}").get("jobs").size()).isZero();
    for (String call :
        List.of(
            "job_output {'job':'%s'}", "job_cancel {'jobs':['%s']}", "job_wait {'jobs':['%s']}")) {
      String[] parts = call.formatted(id).replace('\'', '"').split(" ", 2);
      assertThat(other.refused(parts[0], parts[1])).contains("you have no job '" + id + "'");
    }
    assertThat(agents.shell.manager().job(id).map(Job::status)).contains(JobStatus.RUNNING);
    JsonNode seen = agent.call("job_list", "{}").get("jobs").get(0);
    assertThat(seen.get("owner").stringValue()).isEqualTo("agent/child");
    agent.call("job_cancel", "{\"jobs\":[\"" + id + "\"],\"grace_seconds\":0}");
    agents.settled(id);
    assertThat(agent.call("job_list", "{}").has("mail")).as("it is the child's mail").isFalse();
    assertThat(child.call("job_list", "{}").get("mail").get(0).get("cancelledBy").stringValue())
        .isEqualTo("OPERATOR");
  }

  @Test
  @DisplayName("waiting for any, for all, and not long enough")
  void waits() throws Exception {
    Path gate = gate();
    String slow = agent.start("read x <" + gate + "; echo slow");
    String quick = agent.start("echo quick");
    JsonNode any = agent.call("job_wait", "{}");
    assertThat(any.get("ended").get(0).get("id").stringValue()).isEqualTo(quick);
    assertThat(any.get("unfinished").get(0).get("id").stringValue()).isEqualTo(slow);
    assertThat(any.has("mail")).isFalse();
    JsonNode none =
        agent.call("job_wait", "{\"jobs\":\"" + slow + "\",\"timeout_seconds\":\"0.1\"}");
    assertThat(none.has("ended")).isFalse();
    assertThat(none.get("hint").stringValue()).contains("job_wait");
    Files.writeString(gate, "\n");
    JsonNode all =
        agent.call("job_wait", "{\"jobs\":[\"" + slow + "\",\"" + quick + "\"],\"until\":\"all\"}");
    assertThat(all.get("ended").size()).isEqualTo(2);
    assertThat(all.get("ended").get(0).has("alreadyShown")).isFalse();
    assertThat(all.get("ended").get(1).get("alreadyShown").booleanValue()).isTrue();
    assertThat(agent.call("job_wait", "{}").get("hint").stringValue()).contains("nothing to wait");
  }

  @Test
  @DisplayName("G1 a wait that is given up consumes nothing, and the job goes on")
  void interrupted() throws Exception {
    Path gate = gate();
    String id = agent.start("read x <" + gate + "; echo done");
    CountDownLatch waits = new CountDownLatch(1);
    CompletableFuture<Boolean> gaveUp = new CompletableFuture<>();
    Thread waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                ToolCall call =
                    ToolCall.of("agent").session("first").progress((_, _) -> waits.countDown());
                var _ = agents.tools.list().get(3).call("{}", call);
                gaveUp.complete(false);
              } catch (InterruptedException interrupted) {
                gaveUp.complete(true);
              }
            });
    assertThat(waits.await(60, TimeUnit.SECONDS)).isTrue();
    waiter.interrupt();
    assertThat(gaveUp.get(60, TimeUnit.SECONDS)).isTrue();
    Files.writeString(gate, "\n");
    agents.settled(id);
    assertThat(agent.call("job_list", "{}").get("mail").get(0).get("id").stringValue())
        .isEqualTo(id);
  }

  @Test
  @DisplayName("a cancelled job is gone when it is said to be, and is no mail")
  void cancel() {
    String id = agent.start("sleep 1000 & sleep 1000");
    JsonNode cancelled = agent.call("job_cancel", "{\"jobs\":[\"" + id + "\"]}").get("jobs").get(0);
    assertThat(cancelled.get("cancelledNow").booleanValue()).isTrue();
    assertThat(cancelled.get("processesGone").booleanValue()).isTrue();
    assertThat(cancelled.get("cancelledBy").stringValue()).isEqualTo("OWNER");
    JsonNode again = agent.call("job_cancel", "{\"jobs\":[\"" + id + "\"]}");
    assertThat(again.get("jobs").get(0).get("cancelledNow").booleanValue()).isFalse();
    assertThat(again.has("mail")).isFalse();
  }

  @Test
  @DisplayName("input for a job that wants it, and a clear word to one that does not")
  void send() {
    JsonNode started =
        agent.call(
            "job_start",
            "{\"command\":\"read x; echo got $x; cat\",\"stdin\":true,\"background_after\":0}");
    String id = started.get("job").get("id").stringValue();
    agent.call("job_send", "{\"job\":\"" + id + "\",\"text\":\"a line\"}");
    agent.call(
        "job_send", "{\"job\":\"" + id + "\",\"text\":\"rest\",\"newline\":false,\"close\":true}");
    JsonNode ended = agent.call("job_wait", "{}").get("ended").get(0);
    assertThat(ended.get("output").get("untrustedText").stringValue())
        .isEqualTo("got a line\nrest");
    assertThat(agent.refused("job_send", "{\"job\":\"" + id + "\",\"text\":\"x\"}"))
        .contains("takes no input any more");
  }

  @Test
  @DisplayName("every byte can be read by cursor, and lines by what is in them")
  void output() throws Exception {
    String id = agent.start("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");
    agents.settled(id);
    StringBuilder all = new StringBuilder();
    long cursor = 0;
    boolean complete = false;
    while (!complete) {
      JsonNode page =
          agent
              .call(
                  "job_output",
                  "{\"job\":\"" + id + "\",\"cursor\":" + cursor + ",\"max_chars\":50000}")
              .get("output");
      all.append(page.get("untrustedText").stringValue());
      cursor = page.get("nextCursor").longValue();
      complete = page.get("complete").booleanValue();
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      lines.add("line " + i);
    }
    assertThat(all.toString().lines().toList()).isEqualTo(lines);
    JsonNode found = agent.call("job_output", "{\"job\":\"" + id + "\",\"grep\":\"line 1234$\"}");
    assertThat(found.get("matches").size()).isEqualTo(1);
    long at = found.get("matches").get(0).get("cursor").longValue();
    assertThat(
            agent
                .call(
                    "job_output",
                    "{\"job\":\"" + id + "\",\"cursor\":" + at + ",\"max_chars\":100}")
                .get("output")
                .get("untrustedText")
                .stringValue())
        .startsWith("line 1234\nline 1235\n");
    assertThat(
            agent
                .call("job_output", "{\"job\":\"" + id + "\",\"tail_lines\":2}")
                .get("output")
                .get("untrustedText")
                .stringValue())
        .isEqualTo("line 19998\nline 19999\n");
  }

  @Test
  @DisplayName("the same look in a row waits for news, and says what to do in its place")
  void polls() throws Exception {
    Path gate = gate();
    String id = agent.start("read x <" + gate + "; echo done");
    String look = "{\"job\":\"" + id + "\"}";
    for (int i = 0; i < 2; i++) {
      assertThat(agent.call("job_list", "{}").has("hint")).isFalse();
    }
    for (int i = 0; i < 2; i++) {
      assertThat(agent.call("job_output", look).has("waitedSeconds")).isFalse();
    }
    CompletableFuture<JsonNode> third = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> third.complete(agent.call("job_output", look)));
    Files.writeString(gate, "\n"); // the news, which end the wait long before its time
    JsonNode answer = third.get(60, TimeUnit.SECONDS);
    assertThat(answer.get("waitedSeconds").intValue()).isLessThanOrEqualTo(5);
    assertThat(answer.get("output").get("untrustedText").stringValue()).isEqualTo("done\n");
  }

  @Test
  @DisplayName("a look without news says that there were none; one that had some begins anew")
  void news() throws Exception {
    String id = agent.start("echo all there is");
    agents.settled(id); // so that nothing is waited for: nothing more can come
    String end = "{\"job\":\"" + id + "\"}";
    for (int i = 0; i < 2; i++) {
      assertThat(agent.call("job_output", end).has("hint")).isFalse();
    }
    for (int i = 0; i < 2; i++) {
      assertThat(agent.call("job_output", end).get("hint").stringValue())
          .contains("there were none", "job_wait");
    }
    String behind = "{\"job\":\"" + id + "\",\"cursor\":0}";
    List<Boolean> waited = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      JsonNode answer = agent.call("job_output", behind);
      assertThat(answer.has("hint")).isFalse();
      waited.add(answer.has("waitedSeconds"));
    }
    assertThat(waited).containsExactly(false, false, true, false, true, false);
  }

  @Test
  @DisplayName("a list that waited says how long, and the end of a job is news")
  void pollsList() throws Exception {
    Path gate = gate();
    String id = agent.start("read x <" + gate);
    for (int i = 0; i < 2; i++) {
      assertThat(agent.call("job_list", "{}").has("hint")).isFalse();
    }
    // Told on the thread that waits: the job has ended before it goes on waiting.
    Agents.Agent waiting = agent.telling((_, _) -> end(id, gate));
    assertThat(waiting.call("job_list", "{}").get("hint").stringValue())
        .matches("You asked the same several times, so this answer waited \\d+ s for news\\..*");
    assertThat(agent.call("job_list", "{}").has("hint")).isFalse();
  }

  private void end(String id, Path gate) {
    try {
      Files.writeString(gate, "\n");
      agents.settled(id);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  @DisplayName("what is no command has a result in place of output, which is complete at its end")
  void noCommand() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    String id =
        agents
            .shell
            .manager()
            .register(
                "task",
                "a label",
                _ -> {
                  gate.await();
                  return JobResult.of("the result");
                },
                JobOptions.builder().owner("agent").build());
    String look = "{\"job\":\"" + id + "\"}";
    assertThat(agent.call("job_output", look).get("output").get("complete").booleanValue())
        .isFalse();
    assertThat(agent.result("job_output", look).text()).contains("It has printed nothing yet.");
    gate.countDown();
    agents.settled(id);
    JsonNode output = agent.call("job_output", look).get("output");
    assertThat(output.get("complete").booleanValue()).isTrue();
    assertThat(output.get("untrustedText").stringValue()).isEqualTo("the result");
  }

  @Test
  @DisplayName("the same key again starts nothing")
  void key() {
    String json = "{\"command\":\"echo $$\",\"idempotency_key\":\"k\"}";
    JsonNode first = agent.call("job_start", json).get("ended").get(0);
    JsonNode second = agent.call("job_start", json).get("ended").get(0);
    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(second.get("output")).isEqualTo(first.get("output"));
    assertThat(second.get("alreadyShown").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "job_start  | {}                                    | command is missing",
        "job_start  | []                                    | must be a JSON object",
        "job_start  | {\"command\":                         | must be a JSON object",
        "job_start  | {\"comand\":\"x\"}                    | did you mean command?",
        "job_start  | {\"command\":[\"x\"]}                 | command must be a text",
        "job_start  | {\"command\":\"x\",\"background_after\":-1} | background_after must be a"
            + " number of seconds from 0 to 600",
        "job_start  | {\"command\":\"x\",\"stdin\":\"maybe\"}     | stdin must be true or false",
        "job_start  | {\"command\":\"x\",\"env\":[\"=y\"]}        | env must be a list of texts"
            + " such as NAME=VALUE",
        "job_start  | {\"command\":\"a\\u0000b\"}           | null",
        "job_wait   | {\"jobs\":[\"nope\"]}                 | you have no job 'nope'",
        "job_wait   | {\"until\":\"some\"}                  | until must be one of any, all",
        "job_wait   | {\"timeout_seconds\":\"soon\"}        | timeout_seconds must be a number of"
            + " seconds",
        "job_output | {}                                    | job is missing",
        "job_output | {\"job\":\"x\",\"max_chars\":1}       | you have no job 'x'",
        "job_cancel | {}                                    | jobs is missing",
        "job_list   | {\"limit\":1.5}                       | limit must be a whole number from 1"
            + " to 100",
        "job_list   | {\"limit\":1e99}                      | limit must be a whole number from 1"
            + " to 100",
      })
  @DisplayName("L1 what is wrong is refused with the field and the rule, and starts nothing")
  void refused(String tool, String json, String words) {
    assertThat(agent.refused(tool, json)).contains(words);
    assertThat(agents.shell.manager().allJobs()).isEmpty();
  }

  @Test
  @DisplayName(
      "token thrift: ten results of a megabyte in 14 calls and 60,000 characters, text and JSON"
          + " together")
  void thrift() {
    int calls = 0;
    int characters = 0;
    for (int i = 0; i < 10; i++) {
      ToolResult started =
          agent.result(
              "job_start",
              "{\"command\":\"seq -f 'job "
                  + i
                  + " prints line %g' 1 50000\",\"background_after\":0}");
      calls++;
      characters += started.text().length() + started.json().length();
    }
    int results = 0;
    while (agents.shell.manager().allJobs().stream()
            .anyMatch(job -> !job.delivery().status().isConsumed())
        && calls < 20) {
      ToolResult waited = agent.result("job_wait", "{\"until\":\"all\"}");
      calls++;
      characters += waited.text().length() + waited.json().length();
      results++;
    }
    assertThat(results).isPositive();
    assertThat(calls).isLessThanOrEqualTo(14);
    assertThat(characters).isLessThanOrEqualTo(60_000);
    System.out.println("token thrift: " + calls + " calls, " + characters + " characters");
  }

  private Path gate() throws Exception {
    Path gate = folder.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
    return gate;
  }
}
