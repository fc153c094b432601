package dev.errand.cli.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome.Ended;
import dev.errand.cli.whole.DaemonHome.Running;
import dev.errand.daemon.json.Json;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Two homes, as on two machines, whose daemons have their jobs in one PostgreSQL database. */
@DisplayName("Two homes on one PostgreSQL")
final class FleetTest {
  private static final long NET_SECONDS = 60;
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  @TempDir private Path folder;

  private String url;
  private DaemonHome here;
  private DaemonHome there;

  @BeforeEach
  void startBoth() throws Exception {
    url = PostgresServer.shared(Version.V18).createDatabase();
    here = new DaemonHome(Files.createDirectory(folder.resolve("here"), PRIVATE));
    there = new DaemonHome(Files.createDirectory(folder.resolve("there"), PRIVATE));
    Files.writeString(here.root().resolve("errand.properties"), "max-running=1\n");
    here.out("daemon", "start", "--store", url);
    there.out("daemon", "start", "--store", url);
  }

  @AfterEach
  void stopBoth() throws Exception {
    try (DaemonHome _ = here;
        DaemonHome _ = there) {
      // their daemons and what those run
    }
  }

  /** A command that goes on until the file is there. */
  private static String until(Path file, String last) {
    return "until [ -e " + file + " ]; do sleep 0.05; done; " + last;
  }

  private static String run(DaemonHome home, String script, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "sh", "-c", script));
    return home.out(words.toArray(String[]::new)).strip();
  }

  private static String status(DaemonHome home, String id) throws Exception {
    return home.json("show", "--json", id).get("status").asString();
  }

  @Test
  @DisplayName("K1, K3 a job is seen, waited for and cancelled from the other home")
  void fromElsewhere() throws Exception {
    String id = run(here, "echo begun; sleep 1000");
    JsonNode seen = there.json("ls", "--json").get(0);
    assertThat(seen.get("id").asString()).isEqualTo(id);
    assertThat(seen.get("host").asString()).endsWith(":" + here.root());
    Running waiting = there.start("wait", id);
    assertThat(there.out("cancel", id)).isEqualTo(id + "\n");
    assertThat(waiting.ended().code()).isEqualTo(130);
    assertThat(status(here, id)).isEqualTo("CANCELLED");
    assertThat(here.run("wait", id).code()).isEqualTo(130);
  }

  @Test
  @DisplayName("K3 what a job prints is read at the other home, while it runs and after its end")
  void outputFromElsewhere() throws Exception {
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
  void outputForPrograms() throws Exception {
    Path go = folder.resolve("go");
    String id = run(here, "echo begun; " + until(go, "seq 3; exit 3"), "--owner", "ann");
    String output = "/v1/jobs/" + id + "/output";
    CompletableFuture<String> followed =
        CompletableFuture.supplyAsync(() -> page(there, output + "/raw?follow=true"));
    try (StdioAgent agent = new StdioAgent(there, "ann")) {
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

  @Test
  @DisplayName("K1 a command runs where it was started, also if it must wait there")
  void queuedHere() throws Exception {
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
  void hook() throws Exception {
    Path go = folder.resolve("go");
    Path told = folder.resolve("told");
    String id = run(here, until(go, "echo x"), "--on-complete", "echo $ERRAND_HOME >> " + told);
    there.out("daemon", "restart"); // whoever comes last does not take it
    Files.createFile(go);
    assertThat(there.run("wait", "-q", id).code()).isZero();
    here.out("wait", "-q", run(here, until(told, "true")));
    assertThat(told).hasContent(here.root().toString());
  }

  @Test
  @DisplayName("K2 a daemon that is killed: its command goes on, and only the same home adopts it")
  void killed() throws Exception {
    Path go = folder.resolve("go");
    String id = run(here, until(go, "echo ended by itself; exit 7"));
    try (MembersHeard members = new MembersHeard(url)) {
      here.daemon().orElseThrow().destroyForcibly();
      members.await();
    }
    assertThat(status(there, id)).isEqualTo("RUNNING");
    assertThat(there.json("show", "--json", id).get("settledAt").isNull()).isTrue();
    assertThat(status(here, id)).isEqualTo("RUNNING"); // the next daemon
    Running waiting = there.start("wait", id);
    Files.createFile(go);
    Ended ended = waiting.ended();
    assertThat(ended.code()).isEqualTo(7);
    assertThat(ended.out()).contains("ended by itself");
    assertThat(here.out("tail", id)).isEqualTo("ended by itself\n");
  }

  @Test
  @DisplayName("K2 a home that does not come back in time: its command is lost, and may still run")
  void graceOver() throws Exception {
    Files.writeString(there.root().resolve("errand.properties"), "adoption-grace=PT1S\n");
    there.out("daemon", "restart");
    Path go = folder.resolve("go");
    String id = run(here, until(go, "true"));
    here.daemon().orElseThrow().destroyForcibly();
    Ended ended = there.run("wait", id);
    assertThat(ended.code()).isEqualTo(125);
    assertThat(ended.out()).contains("may still run");
    Files.createFile(go);
  }

  @Test
  @DisplayName("a daemon remembers its store, and nobody sees a password")
  void secrets() throws Exception {
    String withPassword = url + "&password=open-sesame";
    assertThat(here.run("daemon", "start", "--store", withPassword).err())
        .contains("it is running with another store");
    here.out("daemon", "restart", "--store", withPassword);
    here.out("daemon", "stop");
    here.out("ls"); // starts one by itself
    JsonNode status = here.json("daemon", "status", "--json");
    String shown = status.get("store").asString();
    assertThat(shown).startsWith("jdbc:postgresql://127.0.0.1:").doesNotContain("?");
    assertThat(status.get("host").asString()).endsWith(":" + here.root());
    assertThat(here.root().resolve("daemon.log"))
        .content()
        .contains(shown)
        .doesNotContain("user=", "open-sesame");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(here.root().resolve("store"))))
        .isEqualTo("rw-------");
    JsonNode store = finding(here.json("doctor", "--json"), "store");
    assertThat(store.get("finding").asString()).isEqualTo("OK");
    assertThat(store.get("detail").asString()).contains("PostgreSQL 18", "a primary", "schema 3");
  }

  private static JsonNode finding(JsonNode checks, String name) {
    for (JsonNode check : checks) {
      if (check.get("name").asString().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no " + name + " in " + checks);
  }

  @Test
  @DisplayName("L1 a store that cannot be used is refused with the way out, and not remembered")
  void refused() throws Exception {
    here.out("daemon", "stop");
    Ended nobody = here.run("daemon", "start", "--store", "jdbc:postgresql://127.0.0.1:1/none");
    assertThat(nobody.code()).isEqualTo(125);
    assertThat(nobody.err())
        .startsWith("errand: store jdbc:postgresql://127.0.0.1:1/none cannot be reached: ");
    Ended none = here.run("daemon", "run", "--store", url.replace("/errand_", "/no_errand_"));
    assertThat(none.code()).isEqualTo(125);
    assertThat(none.err()).contains("is not there: create the database, or look at the URL");
    Ended wrong = here.run("daemon", "start", "--store", "postgres://host/db");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--store: url must begin with jdbc:postgresql:");
    Ended inUrl = here.run("daemon", "start", "--store", "jdbc:postgresql://ann:secret@host/db");
    assertThat(inUrl.code()).isEqualTo(2);
    assertThat(inUrl.err()).contains("?user=NAME&password=WORD").doesNotContain("secret");
    assertThat(here.root().resolve("store")).content().isEqualTo(url + "\n");
    Ended stop = here.run("daemon", "stop", "--store", url);
    assertThat(stop.code()).isEqualTo(2);
  }

  @Test
  @DisplayName("J1 a database that is down: each command says so; it works again when it is back")
  void down() throws Exception {
    try (PostgresServer server = PostgresServer.start(Version.V14)) {
      there.out("daemon", "restart", "--store", server.createDatabase());
      String id = run(there, "echo one");
      there.out("wait", "-q", id);
      server.stopServer();
      Ended ls = there.run("ls");
      assertThat(ls.code()).isEqualTo(125);
      assertThat(ls.err()).contains("errand: the store failed: store ", " cannot be reached: ");
      JsonNode status = there.json("daemon", "status", "--json");
      assertThat(status.get("storeProblem").asString()).contains(" cannot be reached: ");
      assertThat(status.get("runningJobs").isNull()).isTrue();
      Ended doctor = there.run("doctor");
      assertThat(doctor.code()).isEqualTo(1);
      assertThat(doctor.out()).contains("ERROR    store ", " cannot be reached: ");
      server.startServer();
      assertThat(there.out("wait", run(there, "echo two"))).contains("two");
      assertThat(status(there, id)).isEqualTo("COMPLETED");
      server.stopServer();
      assertThat(there.run("daemon", "stop").code()).isZero();
      there.out("daemon", "start", "--store", url);
    }
  }

  /** Hears when the processes of the fleet change. */
  private static final class MembersHeard implements AutoCloseable {
    private final Connection connection;

    MembersHeard(String url) throws SQLException {
      connection = DriverManager.getConnection(url);
      connection.createStatement().execute("LISTEN errand_errand");
    }

    void await() throws SQLException, IOException {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(NET_SECONDS);
      while (System.nanoTime() < until) {
        for (PGNotification told : postgres.getNotifications(1_000)) {
          if (told.getParameter().equals("members")) {
            return;
          }
        }
      }
      throw new IOException("nobody noticed");
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
