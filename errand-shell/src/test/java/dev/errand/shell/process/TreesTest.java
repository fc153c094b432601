package dev.errand.shell.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The processes of a run are ended to the last")
class TreesTest extends HostTest {
  private static final Duration GRACE = Duration.ofMillis(300);

  /** How processes try to live on. Each says when it is what it wants to be: {@code echo >"$1"}. */
  enum Shape {
    IGNORES_TERM("trap '' TERM; echo >\"$1\"; while :; do sleep 1000; done"),
    CHILD_IN_ANOTHER_SESSION("setsid sh -c 'echo >\"$1\"; sleep 1000' sh \"$1\" & wait"),
    DAEMON("( ( setsid sh -c 'echo >\"$1\"; sleep 1000' sh \"$1\" & ) & ) ; sleep 1000"),
    DAEMON_WITHOUT_COOKIE(
        "(trap '' TERM; env -i sh -c 'echo >\"$1\"; sleep 1000' sh \"$1\"); wait"),
    FORK_STORM(
        // 200 that ignore TERM, and are born while they are ended.
        "f() { trap '' TERM; if [ $1 -lt 100 ]; then f $((2 * $1)) & f $((2 * $1 + 1)) & fi;"
            + " sleep 1000; }; f 1 & echo >\"$1\"; wait"),
    STOPPED("echo >\"$1\"; kill -STOP $$; sleep 1000"),
    CHILD_HOLDS_THE_PIPE("sleep 1000 & echo >\"$1\"; exit 0"),
    // Waits with builtins until that is one: a shell that runs programs takes its zombies away.
    ZOMBIE_PARENT(
        "(exit 0) & while read -r s </proc/$!/stat; do case $s in *') Z '*) break ;; esac; done;"
            + " exec sh -c 'trap \"\" CHLD; echo >\"$1\"; exec sleep 1000' sh \"$1\""),
    EXEC_CHAIN(
        "exec sh -c 'exec sh -c \"exec sh -c '\\''echo >\\\"\\$1\\\"; exec sleep 1000'\\'' sh"
            + " \\$1\" sh $1' sh \"$1\"");

    private final String script;

    Shape(String script) {
      this.script = script;
    }
  }

  private RunningProcess shaped(Shape shape) {
    Path ready = jobs.pipe();
    RunningProcess process = jobs.sh(shape.script, ready.toString());
    Jobs.heard(process, ready);
    return process;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("whatever shape they have")
  void shapes(Shape shape) throws Exception {
    RunningProcess process = shaped(shape);
    assertThat(process.tree().end(GRACE)).isEmpty();
    assertThat(Jobs.end(process)).isNotInstanceOf(ProcessEnd.Vanished.class);
    assertThat(Jobs.all(process.runId())).allMatch(Jobs::isGone);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("whatever shape they have, by KILL at once")
  void shapesAtOnce(Shape shape) throws Exception {
    RunningProcess process = shaped(shape);
    assertThat(process.tree().end(Duration.ZERO)).isEmpty();
    assertThat(Jobs.end(process)).isNotInstanceOf(ProcessEnd.Vanished.class);
    assertThat(Jobs.all(process.runId())).allMatch(Jobs::isGone);
  }

  @Test
  @DisplayName("many at once: 40, or as many as -Derrand.shell.trees says")
  void many() throws Exception {
    int count = Integer.getInteger("errand.shell.trees", 40);
    Shape[] shapes = Shape.values();
    List<RunningProcess> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Shape shape = shapes[i % shapes.length];
      // One storm is enough; the others are many by themselves.
      all.add(shaped(shape == Shape.FORK_STORM && i >= shapes.length ? Shape.STOPPED : shape));
    }
    long from = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<List<ProcessId>>> ends =
          all.stream().map(it -> CompletableFuture.supplyAsync(() -> ended(it), threads)).toList();
      for (CompletableFuture<List<ProcessId>> end : ends) {
        assertThat(Jobs.await(end)).isEmpty();
      }
    }
    long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
    System.out.println(count + " trees ended at once within " + millis + " ms");
    for (RunningProcess process : all) {
      assertThat(Jobs.end(process)).isNotInstanceOf(ProcessEnd.Vanished.class);
    }
    jobs.host.close(); // some of them wait for another command, until then
    for (RunningProcess process : all) {
      assertThat(jobs.supervisor(process)).matches(Jobs::isGone);
    }
    Snapshot after = new ProcessTable().now();
    for (RunningProcess process : all) {
      assertThat(after.markedWith(process.runId())).allMatch(ProcStat::isZombie);
    }
  }

  private static List<ProcessId> ended(RunningProcess process) {
    try {
      return process.tree().end(GRACE);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  @DisplayName("TERM comes first, and whoever heeds it says the last word")
  void termFirst() throws Exception {
    Path ready = jobs.pipe();
    RunningProcess process =
        jobs.sh(
            "trap 'echo bye; exit 3' TERM; echo >\"$1\"; while :; do sleep 0.05; done",
            ready.toString());
    Jobs.heard(ready);
    assertThat(process.tree().end(Duration.ofSeconds(Jobs.NET_SECONDS))).isEmpty();
    assertThat(Jobs.output(process)).endsWith("bye\n");
    assertThat(Jobs.end(process))
        .matches(it -> it instanceof ProcessEnd.Exited(int code, _) && code == 3);
  }

  @Test
  @DisplayName("stop stops all of them, goOn lets all go on, and end ends the stopped")
  void stopAndGoOn() throws Exception {
    Path ready = jobs.pipe();
    RunningProcess process =
        jobs.sh("sleep 1000 & sleep 1000 & echo >\"$1\"; wait", ready.toString());
    Jobs.heard(ready);
    process.tree().stop();
    List<ProcessId> members = process.tree().living();
    // STOP takes effect when a process is about to go on, on its own processor.
    assertThat(members).hasSize(3).allMatch(it -> Jobs.becomes(() -> isStopped(it)));
    assertThat(isStopped(jobs.supervisor(process))).isFalse();
    process.tree().goOn();
    assertThat(members).noneMatch(TreesTest::isStopped);
    process.tree().stop();
    assertThat(process.tree().end(Duration.ofSeconds(Jobs.NET_SECONDS))).isEmpty();
    assertThat(Jobs.end(process))
        .matches(it -> it instanceof ProcessEnd.Killed(String signal, _) && signal.equals("TERM"));
  }

  @Test
  @DisplayName("goOn reaches those too whom stop has only just reached")
  void goOnAtOnce() throws Exception {
    Path ready = jobs.pipe();
    RunningProcess process =
        jobs.sh(
            "for i in 1 2 3; do while :; do :; done & done; echo >\"$1\"; wait", ready.toString());
    Jobs.heard(ready);
    for (int round = 0; round < 100; round++) {
      process.tree().stop();
      process.tree().goOn();
      assertThat(process.tree().living())
          .hasSize(4)
          .allMatch(it -> Jobs.becomes(() -> !isStopped(it)));
    }
    assertThat(process.tree().end(Duration.ZERO)).isEmpty();
  }

  @Test
  @DisplayName(
      "and lets those go on too that threw their environment away and lost their supervisor")
  void strangersGoOn() throws Exception {
    Path ready = jobs.pipe();
    RunningProcess process =
        jobs.start(
            "env", "-i", "sh", "-c", "echo >\"$1\"; exec sleep 1000", "sh", ready.toString());
    Jobs.heard(ready);
    ProcessTable table = new ProcessTable(0);
    table.now().markedWith(process.runId()).forEach(it -> it.id().signal(Signals.KILL));
    assertThat(
            Jobs.becomes(() ->
                table.now().markedWith(process.runId()).stream().allMatch(ProcStat::isZombie)))
        .isTrue();
    ProcessTree tree =
        new ProcessTree(process.runId(), Optional.empty(), Optional.of(process.id()), table);
    assertThat(tree.living()).containsExactly(process.id());
    tree.stop();
    assertThat(Jobs.becomes(() -> isStopped(process.id()))).isTrue();
    tree.goOn();
    assertThat(isStopped(process.id())).isFalse();
    assertThat(tree.end(Duration.ZERO)).isEmpty();
  }

  private static boolean isStopped(ProcessId process) {
    return ProcStat.of(process.pid()).orElseThrow().isStopped();
  }

  @Test
  @DisplayName("other runs and this JVM are not touched")
  void others() throws Exception {
    RunningProcess one = jobs.start("sleep", "1000");
    RunningProcess other = jobs.start("sleep", "1000");
    assertThat(one.tree().end(Duration.ZERO)).isEmpty();
    assertThat(other.id().isAlive()).isTrue();
    assertThat(one.tree().end(GRACE)).as("again").isEmpty();
  }

  @Test
  @DisplayName("a zombie whose parent does not take it away counts as gone")
  void zombie() throws Exception {
    RunningProcess process = shaped(Shape.ZOMBIE_PARENT);
    assertThat(process.tree().living()).containsExactly(process.id());
  }
}
