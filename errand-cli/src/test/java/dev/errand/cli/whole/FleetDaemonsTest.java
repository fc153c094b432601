package dev.errand.cli.whole;

import static dev.errand.cli.whole.TwoHomes.run;
import static dev.errand.cli.whole.TwoHomes.status;
import static dev.errand.cli.whole.TwoHomes.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome.Ended;
import dev.errand.cli.whole.DaemonHome.Running;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import tools.jackson.databind.JsonNode;

/** The daemons of a fleet: how they die, and what they say about their store. */
@DisplayName("Two daemons on one PostgreSQL")
final class FleetDaemonsTest {
  private static final long NET_SECONDS = 60;

  @TempDir private Path folder;

  private TwoHomes homes;
  private String url;
  private DaemonHome here;
  private DaemonHome there;

  @BeforeEach
  void startBoth() throws Exception {
    homes = new TwoHomes(folder);
    url = homes.url();
    here = homes.here();
    there = homes.there();
  }

  @AfterEach
  void stopBoth() throws Exception {
    if (homes != null) {
      homes.close();
    }
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
    assertThat(store.get("detail").asString()).contains("PostgreSQL 18", "a primary", "schema 4");
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

  private static JsonNode finding(JsonNode checks, String name) {
    for (JsonNode check : checks) {
      if (check.get("name").asString().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no " + name + " in " + checks);
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
