package dev.errand.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.CloseMode;
import dev.errand.Job;
import dev.errand.JobStatus;
import dev.errand.StoreException;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogFollower;
import dev.errand.shell.log.LogMatch;
import dev.errand.shell.log.LogMatches;
import dev.errand.shell.log.LogPage;
import dev.errand.shell.log.LogState;
import dev.errand.shell.log.LogTail;
import dev.errand.sql.PostgresOptions;
import dev.errand.sql.SqlJobStore;
import dev.errand.test.postgres.PostgresServer;
import dev.errand.test.postgres.Version;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The output of commands at the other place, on one PostgreSQL")
final class CopiesTest extends ShellTest {
  private static final long KIB = 1024;

  private String url;

  @BeforeEach
  void newDatabase() {
    url = PostgresServer.shared(Version.V18).createDatabase();
  }

  private ShellJobs place(String name) {
    PostgresOptions options = PostgresOptions.at(url).onHost(name);
    return open(
        ShellJobs.builder(folder.resolve(name)).place(name),
        manager -> manager.store(SqlJobStore.postgres(options)));
  }

  private static JobLog log(ShellJobs shell, String id) {
    return shell.log(id).orElseThrow();
  }

  /** All that comes up to the end of the run. */
  private static String toTheEnd(LogFollower follower) throws InterruptedException {
    StringBuilder all = new StringBuilder();
    LogPage page;
    do {
      page = follower.next(PATIENCE);
      assertThat(page.length() > 0 || page.complete()).as("it comes in time").isTrue();
      all.append(page.text());
    } while (!page.complete());
    return all.toString();
  }

  private static String numbers(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int number = from; number <= to; number++) {
      lines.append(number).append('\n');
    }
    return lines.toString();
  }

  private long count(String what) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + what)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  @Test
  @DisplayName("K3 is read while it is printed, followed to its end, and searched")
  void whileItRuns() throws Exception {
    ShellJobs here = place("here");
    ShellJobs there = place("there");
    String script = "printf 'no end yet: '; read line; seq 1000; echo größer; read line; echo end";
    String id = here.start(Command.shell(script).withStdin());
    awaitOutput(there, id, "no end yet: ");
    LogFollower follower = log(there, id).follow(0);
    assertThat(follower.next(PATIENCE).text()).isEqualTo("no end yet: ");
    here.send(id, "\n");
    awaitOutput(there, id, "größer\n");
    LogTail tail = log(there, id).lastLines(2, 100);
    assertThat(tail.text()).isEqualTo("1000\ngrößer\n");
    assertThat(tail.complete()).isFalse();
    here.send(id, "\n");
    assertThat(toTheEnd(follower)).isEqualTo(numbers(1, 1000) + "größer\nend\n");
    JobLog copy = log(there, id);
    assertThat(copy.state()).isEqualTo(log(here, id).state());
    assertThat(copy.lastPart()).isEqualTo(log(here, id).lastPart());
    LogMatches found = copy.search(Pattern.compile("^9.9$|end$"), 0, 100, 1 << 20);
    assertThat(found)
        .isEqualTo(log(here, id).search(Pattern.compile("^9.9$|end$"), 0, 100, 1 << 20));
    assertThat(found.matches()).extracting(LogMatch::text).contains("909", "999", "end");
    assertThat(found.complete()).isTrue();
  }

  @Test
  @DisplayName("K3 of a long output the copy has the beginning and the end, and says what it lacks")
  void middle() throws Exception {
    ShellJobs here = place("here");
    ShellJobs there = place("there");
    String id = here.start(Command.shell("seq 1000001 1600000"));
    LogFollower follower = log(there, id).follow(0);
    String followed = toTheEnd(follower);
    JobLog copy = log(there, id);
    String all = numbers(1_000_001, 1_600_000);
    LogState.Present state = (LogState.Present) copy.state();
    assertThat(state.size()).isEqualTo(all.length());
    assertThat(state.released().start()).isEqualTo(128 * KIB);
    assertThat(state.released().end())
        .isBetween(all.length() - 960 * KIB, all.length() - 896 * KIB);
    LogPage head = copy.read(0, 1 << 20);
    assertThat(head.text()).isEqualTo(all.substring(0, (int) (128 * KIB)));
    LogPage rest = copy.read(head.next(), 1 << 20);
    assertThat(rest.skipped()).isEqualTo(state.released().length());
    assertThat(rest.text()).isEqualTo(all.substring((int) state.released().end()));
    assertThat(rest.complete()).isTrue();
    assertThat(followed).startsWith(head.text()).endsWith(rest.text().substring(1 << 19));
    assertThat(copy.lastLines(3, 100).text()).isEqualTo(numbers(1_599_998, 1_600_000));
    assertThat(count("sum(octet_length(bytes)) FROM errand.output")).isLessThan(1152 * KIB);
    assertThat(((LogState.Present) log(here, id).state()).released().length()).isZero();
  }

  @Test
  @DisplayName("K3 of what has printed nothing the copy is empty, and of what never began absent")
  void nothing() throws Exception {
    ShellJobs here = place("here");
    ShellJobs there = place("there");
    String id = here.start(Command.shell("true"));
    assertThat(toTheEnd(log(there, id).follow(0))).isEmpty();
    assertThat(log(there, id).state()).isInstanceOf(LogState.Present.class);
    String never = here.start(Command.of(folder.resolve("missing").toString()));
    assertThat(settled(here, never).status()).isEqualTo(JobStatus.FAILED);
    assertThat(toTheEnd(log(there, never).follow(0))).isEmpty();
  }

  @Test
  @DisplayName("K3, J2 a place that comes back goes on with the copy from what the store has")
  void comesBack() throws Exception {
    ShellJobs before = place("here");
    ShellJobs there = place("there");
    String script = "echo one; read line; echo two; read line; echo three";
    String id = before.start(Command.shell(script).withStdin());
    awaitOutput(there, id, "one\n");
    before.manager().close(PATIENCE, CloseMode.HAND_BACK);
    before.close();
    ShellJobs here = place("here");
    here.send(id, "\n");
    awaitOutput(there, id, "two\n");
    here.send(id, "\n");
    assertThat(toTheEnd(log(there, id).follow(0))).isEqualTo("one\ntwo\nthree\n");
    assertThat(count("count(*) FROM errand.printed WHERE whole")).isEqualTo(1);
  }

  @Test
  @DisplayName("K3, J2 a copy that was not finished is finished by the next one")
  void leftOver() throws Exception {
    ShellJobs before = place("here");
    ShellJobs there = place("there");
    String id = before.start(Command.shell("seq 1000"));
    assertThat(toTheEnd(log(there, id).follow(0))).isEqualTo(numbers(1, 1000));
    before.close();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) { // as if it had been killed
      statement.execute("UPDATE errand.printed SET size = 0, whole = false");
      statement.execute("DELETE FROM errand.output");
    }
    assertThat(log(there, id).read(0, 100).complete()).isFalse();
    ShellJobs unused = place("here");
    assertThat(toTheEnd(log(there, id).follow(0))).isEqualTo(numbers(1, 1000));
  }

  @Test
  @DisplayName("K3, J1 while the store is down a command goes on, and then the copy does")
  void storeDown() throws Exception {
    try (PostgresServer server = PostgresServer.start(Version.V14)) {
      url = server.createDatabase();
      ShellJobs here = place("here");
      ShellJobs there = place("there");
      String script = "echo one; read line; echo two; read line; echo three";
      String id = here.start(Command.shell(script).withStdin());
      awaitOutput(there, id, "one\n");
      Job job = there.manager().job(id).orElseThrow();
      JobLog mine = here.log(here.manager().job(id).orElseThrow());
      JobLog copy = there.log(job);
      LogFollower printed = mine.follow(0);
      assertThat(printed.next(PATIENCE).text()).isEqualTo("one\n");
      server.stopServer();
      assertThatThrownBy(copy::state).isInstanceOf(StoreException.class);
      server.startServer();
      here.send(id, "\n");
      awaitOutput(there, id, "two\n");
      here.send(id, "\n");
      assertThat(toTheEnd(copy.follow(0))).isEqualTo("one\ntwo\nthree\n");
      assertThat(count("count(*) FROM errand.printed WHERE whole")).isEqualTo(1);
      assertThat(settled(here, id).status()).isEqualTo(JobStatus.COMPLETED);
      there.close();
      here.close();
    }
  }

  @Test
  @DisplayName("K3 nothing of it is read, or waited for, beyond the time one has")
  void patience() throws Exception {
    ShellJobs here = place("here");
    ShellJobs there = place("there");
    String id = here.start(Command.shell("read line").withStdin());
    LogPage page = log(there, id).follow(0).next(Duration.ofMillis(1));
    assertThat(page.length()).isZero();
    assertThat(page.complete()).isFalse();
    here.closeStdin(id);
    assertThat(settled(here, id).status()).isEqualTo(JobStatus.FAILED);
  }
}
