package dev.errand.cli.whole;

import static dev.errand.cli.whole.TwoHomes.run;
import static dev.errand.cli.whole.TwoHomes.status;
import static dev.errand.cli.whole.TwoHomes.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome.Running;
import dev.errand.daemon.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs of one home, as seen from the other; the same two daemons for all of them. */
@DisplayName("Two homes on one PostgreSQL")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FleetTest {
  private static final long NET_SECONDS = 60;

  private TwoHomes homes;
  private DaemonHome here;
  private DaemonHome there;

  @BeforeAll
  void startBoth(@TempDir Path folder) throws Exception {
    homes = new TwoHomes(folder);
    here = homes.here();
    there = homes.there();
  }

  @AfterAll
  void stopBoth() throws Exception {
    if (homes != null) {
      homes.close();
    }
  }

  @Test
  @DisplayName("K1, K3 a job is seen, waited for and cancelled from the other home")
  void fromElsewhere() throws Exception {
    String id = run(here, "echo begun; sleep 1000");
    assertThat(there.json("ls", "--json", "--status", "running"))
        .singleElement()
        .satisfies(seen -> {
          assertThat(seen.get("id").asString()).isEqualTo(id);
          assertThat(seen.get("host").asString()).endsWith(":" + here.root());
        });
    Running waiting = there.start("wait", id);
    assertThat(there.out("cancel", id)).isEqualTo(id + "\n");
    assertThat(waiting.ended().code()).isEqualTo(130);
    assertThat(status(here, id)).isEqualTo("CANCELLED");
    assertThat(here.run("wait", id).code()).isEqualTo(130);
  }

  @Test
  @DisplayName("K3 what a job prints is read at the other home, while it runs and after its end")
  void outputFromElsewhere(@TempDir Path folder) throws Exception {
    Path go = folder.resolve("go");
    String id = run(here, "echo begun; " + until(go, "seq 1000; echo ended"));
    Process following = there.launch("tail", "-f", "--from", "0", id);
    try (BufferedReader printed = following.inputReader()) {
      assertThat(printed.readLine()).isEqualTo("begun");
      assertThat(there.out("tail", id)).isEqualTo("begun\n");
      assertThat(there.out("show", id)).contains("begun");
      assertThat(there.run("send", id, "x").err())
          .contains("job " + id + " belongs to ", ":" + here.root() + ": its process is there");
      Files.createFile(go);
      assertThat(printed.lines()).hasSize(1001).endsWith("999", "1000", "ended");
    }
    assertThat(following.waitFor()).isZero();
    assertThat(there.out("tail", "-n", "2", id)).isEqualTo("1000\nended\n");
    assertThat(there.out("tail", "--grep", "^9.9$", id)).startsWith("909\n919\n");
  }

  @Test
  @DisplayName("K3 an agent and the API read at the other home what a job prints")
  void outputForPrograms(@TempDir Path folder) throws Exception {
    Path go = folder.resolve("go");
    String id = run(here, "echo begun; " + until(go, "seq 3; exit 3"), "--owner", "eve");
    String output = "/v1/jobs/" + id + "/output";
    CompletableFuture<String> followed =
        CompletableFuture.supplyAsync(() -> page(there, output + "/raw?follow=true"));
    try (StdioAgent agent = new StdioAgent(there, "eve")) {
      // Its copy may be on the way.
      JsonNode begun;
      do {
        begun = agent.call(new StdioAgent.Call("job_output", look(id)));
      } while (begun.get("output").get("untrustedText").asString().isEmpty());
      assertThat(begun.get("output").get("untrustedText").asString()).isEqualTo("begun\n");
      assertThat(begun.get("job").get("status").asString()).isEqualTo("RUNNING");
      Files.createFile(go);
      assertThat(there.run("wait", "-q", id).code()).isEqualTo(3);
      assertThat(followed.get(NET_SECONDS, TimeUnit.SECONDS)).isEqualTo("begun\n1\n2\n3\n");
      JsonNode ended = agent.call(new StdioAgent.Call("job_output", look(id)));
      assertThat(ended.get("output").get("untrustedText").asString()).isEqualTo("begun\n1\n2\n3\n");
    }
    JsonNode page = Json.tree(page(there, output + "?cursor=6&limit=4"));
    assertThat(page.get("text").asString()).isEqualTo("1\n2\n");
    assertThat(page.get("next").asLong()).isEqualTo(10);
    assertThat(page.get("skipped").asLong()).isZero();
    assertThat(page.get("complete").asBoolean()).isFalse();
    assertThat(Json.tree(page(there, output + "?lines=1")).get("text").asString()).isEqualTo("3\n");
    JsonNode lines = Json.tree(page(there, output + "?grep=%5E2")).get("lines");
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).get("cursor").asLong()).isEqualTo(8);
    assertThat(Json.tree(page(there, output + "?owner=bob")).get("type").asString())
        .isEqualTo("urn:errand:problem:unknown-job");
  }

  @Test
  @DisplayName("K1 a command runs where it was started, also if it must wait there")
  void queuedHere(@TempDir Path folder) throws Exception {
    Path go = folder.resolve("go");
    String first = run(here, until(go, "true"));
    String second = run(here, "pwd");
    assertThat(status(there, first)).isEqualTo("RUNNING");
    assertThat(status(there, second)).isEqualTo("QUEUED");
    String third = run(there, "echo third");
    assertThat(there.out("wait", third)).contains("third"); // it has slots, and takes none of these
    assertThat(status(there, second)).isEqualTo("QUEUED");
    Files.createFile(go);
    assertThat(there.out("wait", "--all", first, second)).contains(second);
    assertThat(here.out("tail", second)).contains(Path.of("").toAbsolutePath().toString());
  }

  @Test
  @DisplayName("K4 mail of an owner is taken once, wherever")
  void mail() throws Exception {
    String id = run(here, "echo one", "--owner", "ann");
    assertThat(there.run("wait", "-q", id).code()).isZero();
    JsonNode taken = there.json("inbox", "--json", "--owner", "ann");
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).get("text").asString()).contains("one");
    assertThat(here.json("inbox", "--json", "--owner", "ann")).isEmpty();
  }

  @Test
  @DisplayName("K4 a hook is told at the home where its job was started")
  void hook(@TempDir Path folder) throws Exception {
    Path go = folder.resolve("go");
    Path told = folder.resolve("told");
    String id = run(here, until(go, "echo x"), "--on-complete", "echo $ERRAND_HOME >> " + told);
    there.out("daemon", "restart"); // whoever comes last does not take it
    Files.createFile(go);
    assertThat(there.run("wait", "-q", id).code()).isZero();
    here.out("wait", "-q", run(here, until(told, "true")));
    assertThat(told).hasContent(here.root().toString());
  }

  private static ObjectNode look(String id) {
    return StdioAgent.arguments().put("job", id);
  }

  private static String page(DaemonHome home, String path) {
    try {
      return home.get(path).orElseThrow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
