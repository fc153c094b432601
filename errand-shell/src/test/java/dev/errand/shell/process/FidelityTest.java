package dev.errand.shell.process;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A command gets exactly what it was given")
class FidelityTest {
  @TempDir Path root;
  private Jobs jobs;

  @AfterEach
  void end() throws InterruptedException {
    if (jobs != null) {
      jobs.close();
    }
  }

  /** A host whose supervisors run in this shell; a skipped test where it is not installed. */
  private void in(String shell) throws Exception {
    Path file =
        switch (shell) {
          case "busybox" -> Path.of("/usr/bin/busybox");
          default -> Path.of("/bin", shell);
        };
    assumeTrue(Files.exists(file), "not installed");
    if (shell.equals("busybox")) {
      file = Files.copy(file, root.resolve("sh"), COPY_ATTRIBUTES);
    }
    jobs = new Jobs(root, Optional.of(Tools.probe(file)), true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash", "busybox"})
  @DisplayName("arguments: empty, with line breaks, dashes, quotes, letters of all scripts")
  void arguments(String shell) throws Exception {
    in(shell);
    List<String> words =
        List.of("", "-x", "--", "a\nb", "'\"\\$(x)`y`", " ", "*", "ÄÖ→😀", ".", "\t");
    String said =
        Jobs.output(jobs.sh("for i; do printf '[%s]' \"$i\"; done", words.toArray(String[]::new)));
    assertThat(said)
        .isEqualTo(words.stream().map(it -> "[" + it + "]").collect(Collectors.joining()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash", "busybox"})
  @DisplayName("the environment: all of it, nothing else, also what shells drop, heed or rewrite")
  void environment(String shell) throws Exception {
    in(shell);
    Map<String, String> wanted = new TreeMap<>();
    wanted.put("PATH", "/usr/bin:/bin");
    for (String name :
        List.of(
            "a.b",
            "x-y",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_",
            "IFS",
            "OPTIND",
            "PPID",
            "UID",
            "LC_ALL",
            "LANG",
            "LD_PRELOAD_X",
            "BASH_ENV",
            "ENV",
            "PS4",
            "SHELLOPTS",
            "ERRAND__s",
            "RANDOM",
            "BASH_FUNC_f%%",
            "TERM",
            "run",
            "HOSTNAME",
            "LINENO",
            "FOO")) {
      wanted.put(name, "value of " + name + "\n 'x' \"$y\"");
    }
    assertThat(environmentOf(wanted)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash", "busybox"})
  @DisplayName("an empty environment stays empty")
  void emptyEnvironment(String shell) throws Exception {
    in(shell);
    assertThat(environmentOf(Map.of())).isEmpty();
  }

  /** Of the command, without the cookie, as the kernel has it. */
  private Map<String, String> environmentOf(Map<String, String> wanted) throws Exception {
    Launch launch = jobs.launch(wanted, false, "/bin/cat", "/proc/self/environ");
    byte[] raw = Jobs.output(jobs.start(launch)).getBytes(StandardCharsets.UTF_8);
    Map<String, String> got =
        Arrays.stream(new String(raw, StandardCharsets.UTF_8).split("\0"))
            .map(it -> it.split("=", 2))
            .collect(Collectors.toMap(it -> it[0], it -> it[1], (_, b) -> b, TreeMap::new));
    assertThat(got.remove(EnvironmentPlan.COOKIE)).isEqualTo(launch.runId());
    return got;
  }

  @Test
  @DisplayName("values of the environment are in no file, and among no arguments")
  void secrets() throws Exception {
    in("sh");
    Map<String, String> environment =
        Map.of("PATH", "/usr/bin:/bin", "SECRET", "hush-hush", "LC_ALL", "hush-hush");
    RunningProcess process =
        jobs.start(new Launch(jobs.newId(), List.of("sleep", "1000"), root, environment, false));
    try (var files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .noneMatch(file -> read(file).contains("hush"));
    }
    ProcStat supervisor = ProcStat.of(jobs.supervisor(process).pid()).orElseThrow();
    assertThat(new ProcessTable().now().withDescendants(List.of(supervisor)))
        .hasSize(3)
        .noneMatch(it -> read(Path.of("/proc/" + it.id().pid() + "/cmdline")).contains("hush"));
  }

  private static String read(Path file) {
    try {
      return new String(ProcFiles.read(file), StandardCharsets.ISO_8859_1);
    } catch (java.io.IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash", "busybox"})
  @DisplayName("it begins with no signal ignored or blocked, in a session of its own")
  void signalsAndSession(String shell) throws Exception {
    in(shell);
    String status = Jobs.output(jobs.start("grep", "^Sig[BI]", "/proc/self/status"));
    assertThat(status.lines()).hasSize(2).allMatch(it -> it.endsWith("\t0000000000000000"));
    RunningProcess process = jobs.start("sleep", "1000");
    assertThat(ProcStat.of(process.id().pid()).orElseThrow().session())
        .isEqualTo(process.id().pid());
    ProcStat supervisor = ProcStat.of(jobs.supervisor(process).pid()).orElseThrow();
    assertThat(supervisor.session()).isEqualTo(supervisor.id().pid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash", "busybox"})
  @DisplayName("it has its three streams open and nothing of ours, no socket either")
  void descriptors(String shell) throws Exception {
    in(shell);
    try (ServerSocket _ = new ServerSocket(0)) {
      assertThat(Jobs.output(jobs.sh("cd /proc/self/fd; for i in *; do readlink $i; done; :")))
          .matches("(?s)/dev/null\n[^\n]*output.log\n[^\n]*output.log\n([^\n]*/fd\n)?");
    }
  }

  @Test
  @DisplayName("the working directory, also one with a strange name")
  void directory() throws Exception {
    in("sh");
    Path strange = Files.createDirectory(root.resolve("-a b\nc'"));
    RunningProcess process =
        jobs.start(new Launch(jobs.newId(), List.of("/bin/pwd"), strange, Map.of(), false));
    assertThat(Jobs.output(process)).isEqualTo(strange.toRealPath() + "\n");
  }

  @Test
  @DisplayName("a script without #! runs as a shell would run it")
  void plainScript() throws Exception {
    in("sh");
    Path script = Files.writeString(root.resolve("script"), "echo \"$1\"; exit 5\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertThat(Jobs.output(jobs.start(script.toString(), "hello"))).isEqualTo("hello\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash", "busybox"})
  @DisplayName("exit codes and signals are told apart, whichever shell it is")
  void ends(String shell) throws Exception {
    in(shell);
    assertThat(Jobs.end(jobs.sh("exit 137"))).isInstanceOf(ProcessEnd.Exited.class);
    assertThat(Jobs.end(jobs.sh("kill -9 $$"))).isInstanceOf(ProcessEnd.Killed.class);
    assertThat(Jobs.end(jobs.sh("kill -2 $$"))).isInstanceOf(ProcessEnd.Killed.class);
  }

  @Test
  @DisplayName("with a setsid that says nothing, the shell tells of signals")
  void busyboxSetsid() throws Exception {
    Path busybox = Path.of("/usr/bin/busybox");
    assumeTrue(Files.exists(busybox), "not installed");
    Path setsid = Files.copy(busybox, root.resolve("setsid"), COPY_ATTRIBUTES);
    Path sh = Path.of("/bin/sh");
    SignalReports reports = Tools.reports(sh, setsid);
    assertThat(reports).isNotEqualTo(SignalReports.SETSID);
    Tools tools = new Tools(sh, setsid, Path.of("/usr/bin/env"), reports);
    jobs = new Jobs(root, Optional.of(tools), true);
    assertThat(Jobs.end(jobs.sh("kill -9 $$")))
        .isInstanceOfSatisfying(
            ProcessEnd.Killed.class, it -> assertThat(it.signal()).isEqualTo("KILL"));
    if (reports == SignalReports.SHELL) {
      assertThat(Jobs.end(jobs.sh("exit 137"))).isInstanceOf(ProcessEnd.Exited.class);
    }
    RunningProcess process = jobs.start("sleep", "1000");
    assertThat(ProcStat.of(process.id().pid()).orElseThrow().session())
        .isEqualTo(process.id().pid());
  }
}
