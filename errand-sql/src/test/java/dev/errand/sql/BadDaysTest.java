package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.errand.Admission;
import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.StoreException;
import dev.errand.spi.Bounds;
import dev.errand.spi.JobStore;
import dev.errand.spi.Policy;
import dev.errand.spi.RunId;
import dev.errand.spi.RunRequest;
import dev.errand.spi.Step;
import dev.errand.spi.Terms;
import dev.errand.spi.Worker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with files, and what users are told. Real time; the time-outs are nets. */
@Timeout(60)
class BadDaysTest {
  private static final JobOptions NAMED = JobOptions.builder().id("a").build();

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("store.db");
  }

  private static void sql(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static StoreException refusal(Callable<?> what) {
    StoreException refusal = catchThrowableOfType(StoreException.class, what::call);
    assertThat(refusal).isNotNull();
    return refusal;
  }

  // ---- opening

  @Test
  @DisplayName("J1 a file of another program is refused, and not touched")
  void otherProgram() throws Exception {
    sql(
        file(),
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE bookmarks (url TEXT)",
        "INSERT INTO bookmarks VALUES ('x')");
    byte[] before = Files.readAllBytes(file());
    assertThat(refusal(() -> SqlJobStore.sqlite(file())))
        .hasMessageContainingAll(
            file().toString(), "is a database of another program", "not touched");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  @DisplayName("J1 a file that is no database is refused, and not touched")
  void noDatabase() throws Exception {
    String text = "Dear diary,\n".repeat(100);
    Files.writeString(file(), text);
    assertThat(refusal(() -> SqlJobStore.sqlite(file())))
        .hasMessageContaining("is not an SQLite database");
    assertThat(file()).hasContent(text);
  }

  @Test
  @DisplayName("J1 a folder, and a file in a folder that is not there, are refused")
  void folders() {
    assertThat(refusal(() -> SqlJobStore.sqlite(folder))).hasMessageContaining("is a folder");
    assertThat(refusal(() -> SqlJobStore.sqlite(folder.resolve("none/store.db"))))
        .hasMessageContaining("there is no folder " + folder.resolve("none"));
  }

  @Test
  @DisplayName("J1 a schema newer than this program is refused, and not touched")
  void newerSchema() throws Exception {
    SqlJobStore.sqlite(file()).close();
    sql(file(), "PRAGMA user_version = 99");
    assertThat(refusal(() -> SqlJobStore.sqlite(file())))
        .hasMessageContainingAll("has schema 99", "newer version", "knows 1", "not touched");
    sql(file(), "PRAGMA user_version = 1");
    SqlJobStore.sqlite(file()).close();
  }

  @Test
  @DisplayName("J1 a store that is open is refused to others, and free when it is closed")
  void inUse() {
    JobStore first = SqlJobStore.sqlite(file());
    assertThat(refusal(() -> SqlJobStore.sqlite(file())))
        .hasMessageContainingAll("is in use by process " + ProcessHandle.current().pid());
    first.close();
    first.close();
    SqlJobStore.sqlite(file()).close();
  }

  @Test
  @DisplayName("J1 a second process is refused, and let in when the first has been killed")
  void secondProcess() throws Exception {
    Process holder = StoreHolder.start(file());
    try {
      assertThat(refusal(() -> SqlJobStore.sqlite(file())))
          .hasMessageContaining("process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    SqlJobStore.sqlite(file()).close();
  }

  @Test
  @DisplayName("J1 names with characters that mean something elsewhere are names")
  void oddNames() {
    for (String name : List.of("a?b#c%20.db", "späße & co.db", "file:x.db")) {
      Path odd = folder.resolve(name);
      SqlJobStore.sqlite(odd).close();
      assertThat(odd).isNotEmptyFile();
    }
  }

  // ---- when it is open

  @Test
  @DisplayName("J1 one bad step among good ones fails alone, and its neighbours are kept")
  void badStepAmongGoodOnes() throws Exception {
    try (AsyncJobManager jobs = manager()) {
      sql(
          file(),
          "CREATE TRIGGER poison BEFORE INSERT ON run WHEN NEW.label = 'poison' BEGIN SELECT"
              + " RAISE(ABORT, 'poisoned'); END");
      List<Future<String>> registered = new ArrayList<>();
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 300; i++) {
          String label = i % 50 == 49 ? "poison" : "good";
          registered.add(
              callers.submit(() -> jobs.register("task", label, context -> JobResult.of("ok"))));
        }
      }
      int failed = 0;
      for (Future<String> one : registered) {
        try {
          one.get();
        } catch (ExecutionException failure) {
          failed++;
          assertThat(failure.getCause())
              .isInstanceOfSatisfying(
                  StoreException.class, why -> assertThat(why.outcomeUnknown()).isFalse())
              .hasMessageContaining("poisoned");
        }
      }
      assertThat(failed).isEqualTo(6);
      assertThat(jobs.awaitAll(Duration.ofSeconds(20))).isTrue();
      assertThat(jobs.allJobs()).hasSize(294).extracting(Job::label).containsOnly("good");
    }
  }

  @Test
  @DisplayName("J1 nobody is told of what a neighbour has changed, if that is not committed")
  void notCommitted() throws Exception {
    try (JobStore store = SqlJobStore.sqlite(file(), Synchronous.NORMAL)) {
      sql(
          file(),
          "CREATE TRIGGER no_commit BEFORE UPDATE ON counter BEGIN SELECT RAISE(ROLLBACK, 'no');"
              + " END");
      Worker worker = new Worker("w", Set.of());
      List<CompletableFuture<Step.Register.Outcome>> answers = new ArrayList<>();
      for (int i = 1; i <= 200; i++) {
        answers.add(store.submit(new Step.Register(keyed(i), false, worker, 1, Bounds.DEFAULT)));
      }
      for (CompletableFuture<Step.Register.Outcome> answer : answers) {
        assertThat(answer).failsWithin(Duration.ofSeconds(20));
      }
      assertThat(store.all(JobFilter.all())).isEmpty();
    }
  }

  /** The first of these makes a run; the others find it by its key. */
  private static RunRequest keyed(int number) {
    Terms terms =
        new Terms(
            0,
            Admission.REJECT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("key"),
            Policy.DEFAULT);
    return new RunRequest(
        Optional.empty(),
        new RunId("w", number),
        Optional.of("ann"),
        "task",
        "label",
        Optional.empty(),
        terms);
  }

  @Test
  @DisplayName("J1 a store that another program has locked says so in time, and goes on afterwards")
  void locked() throws Exception {
    try (AsyncJobManager jobs = manager();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      StoreException refusal =
          refusal(() -> jobs.register("task", "label", context -> JobResult.of("ok"), NAMED));
      assertThat(refusal).hasMessageContaining("is locked by another program");
      assertThat(refusal.outcomeUnknown()).isFalse();
      statement.execute("COMMIT");
      assertThat(jobs.job("a")).isEmpty();
      jobs.register("task", "label", context -> JobResult.of("ok"), NAMED);
      assertThat(jobs.awaitAll(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  @DisplayName("J1 an end that cannot be recorded is recorded as soon as it can be")
  void endIsRecordedLater() throws Exception {
    try (AsyncJobManager jobs = manager()) {
      sql(
          file(),
          "CREATE TRIGGER full BEFORE INSERT ON outcome BEGIN SELECT RAISE(ABORT, 'no room');"
              + " END");
      jobs.register("task", "label", context -> JobResult.of("ok"), NAMED);
      jobs.register("task", "label", context -> JobResult.of("ok"), NAMED);
      assertThat(jobs.awaitAll(Duration.ofMillis(100))).isFalse();
      sql(file(), "DROP TRIGGER full");
      assertThat(jobs.awaitAll(Duration.ofSeconds(20))).isTrue();
      assertThat(jobs.job("a").orElseThrow().end().orElseThrow().text()).isEqualTo("ok");
    }
  }

  @Test
  @DisplayName("J1 a damaged file says so, where it is damaged, and never hangs")
  void damaged() throws Exception {
    try (AsyncJobManager jobs = manager()) {
      for (int i = 0; i < 300; i++) {
        String text = "x".repeat(2_000);
        jobs.register(
            "task",
            "label",
            context -> JobResult.of(text),
            JobOptions.builder().owner("ann").build());
        assertThat(jobs.awaitAll(Duration.ofSeconds(20))).isTrue();
      }
    }
    overwrite(file(), 0.4, 0.9);
    StoreException damage =
        refusal(() -> {
          try (AsyncJobManager jobs = manager()) {
            return jobs.allJobs();
          }
        });
    assertThat(damage).hasMessageContainingAll("is damaged", file().toString());
  }

  /** Fills what lies between these parts of the file with garbage. */
  private static void overwrite(Path file, double from, double to) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long begin = (long) (bytes.length() * from) / 4096 * 4096;
      bytes.seek(begin);
      byte[] garbage = new byte[(int) (bytes.length() * to - begin)];
      Arrays.fill(garbage, (byte) 0x5a);
      bytes.write(garbage);
    }
  }

  @Test
  @DisplayName("J1 a closed store refuses with a sentence")
  void closed() {
    JobStore store = SqlJobStore.sqlite(file());
    AsyncJobManager jobs = AsyncJobManager.builder().sharedStore(store).build();
    store.close();
    assertThatThrownBy(() -> jobs.register("task", "label", context -> JobResult.of("ok")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThat(jobs.close(Duration.ofSeconds(2)).unsettled()).isEmpty();
  }

  private AsyncJobManager manager() {
    return AsyncJobManager.builder()
        .maxRunningJobs(1_000)
        .store(SqlJobStore.sqlite(file(), Synchronous.NORMAL))
        .build();
  }
}
