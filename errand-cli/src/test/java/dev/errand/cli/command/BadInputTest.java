package dev.errand.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.daemon.Daemon;
import dev.errand.daemon.home.Home;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What was typed wrong is answered with one line")
class BadInputTest {

  @TempDir private static Path folder;
  private static Daemon daemon;

  @BeforeAll
  static void start() throws Exception {
    daemon = Daemon.start(new Home(folder.resolve("home")), "test", (_, _) -> {});
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private record Answer(int code, String out, String err) {}

  private static Answer answer(String... words) throws Exception {
    RecordingClient client = new RecordingClient();
    int code = new CommandRunner(daemon.errands()).run(List.of(words), client);
    return new Answer(code, client.out(), client.err());
  }

  @ParameterizedTest(name = "errand {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "rnu x                       | unknown sub-command 'rnu' (did you mean 'run'?); try 'errand"
            + " --help'",
        "frobnicate                  | unknown sub-command 'frobnicate'; try 'errand --help'",
        "--verison                   | unknown option '--verison' (did you mean '--version'?); try"
            + " 'errand --help'",
        "run --wait --               | run needs a command, as in 'errand run -- make test';"
            + " try 'errand run --help'",
        "run --wiat -- true          | unknown option '--wiat' (did you mean '--wait'?); try"
            + " 'errand run --help'",
        "run --tiemout=5s -- true    | unknown option '--tiemout' (did you mean '--timeout'?); try"
            + " 'errand run --help'",
        "run -x -- true              | unknown option '-x'; try 'errand run --help'",
        "run --label                 | missing required parameter for option '--label' (TEXT); try"
            + " 'errand run --help'",
        "run --wait --wait true      | option '--wait' should be specified only once; try 'errand"
            + " run --help'",
        "run --wait --timeout 5 true | --timeout: must be a time such as 500ms, 90s, 5m, 1h30m, 2d"
            + " or PT1M30S, not '5'",
        "run --quota 1M true         | --quota: must be a size of at least 4M, as in 64M or 1G",
        "run --env A true            | --env: must be NAME=VALUE; try 'errand run --help'",
        "run --shell x true          | --shell takes the place of a command; try 'errand run"
            + " --help'",
        "run --queue --no-queue true | --queue and --no-queue contradict each other; try 'errand"
            + " run --help'",
        "run --wait --json true      | --json goes with neither --wait nor --follow; try 'errand"
            + " run --help'",
        "run --webhook ftp://x true  | --webhook: webhook must be an http or https URL of at most"
            + " 2,000 characters",
        "tail -n 3 --from 0 x        | --lines goes with neither --from nor --grep",
        "wait                        | wait needs an id; try 'errand wait --help'",
        "wait --any --all x          | --any and --all contradict each other",
        "send x                      | send needs an id and one text; try 'errand send --help'",
        "signal x                    | signal needs an id and a signal; try 'errand signal --help'",
        "show                        | the id is missing; try 'errand show --help'",
        "show a b                    | too many words: b; try 'errand show --help'",
        "ls --status x               | --status: status must be among [QUEUED, RUNNING, COMPLETED,"
            + " FAILED, CANCELLED], not x",
        "run --wait --owner= true    | --owner: owner must have 1 to 180 printable characters",
        "run --wait --type= true     | --type: must have 1 to 100 printable characters",
      })
  @DisplayName("on stderr, with exit code 2, and nothing is done")
  void said(String typed, String line) throws Exception {
    Answer answer = answer(typed.split(" "));
    assertThat(answer.err()).isEqualTo("errand: " + line + "\n");
    assertThat(answer.out()).isEmpty();
    assertThat(answer.code()).isEqualTo(2);
    assertThat(daemon.status().runningJobs()).contains(0L);
    assertThat(daemon.status().queuedJobs()).contains(0L);
  }

  @Test
  @DisplayName("and what is too long is refused")
  void tooLong() throws Exception {
    assertThat(answer("run", "--wait", "--label", "x".repeat(1_001), "true").err())
        .contains("--label: must have 1 to 1000 characters, not 1001");
    assertThat(answer("run", "--wait", "--id", "x".repeat(201), "true").err())
        .contains("--id: must have at most 200 printable characters");
  }

  @Test
  @DisplayName("an argument of 1 MB, which Linux does not take: one line")
  void hugeArgument() throws Exception {
    // In this JVM, since no process can be started that would get such an argument to pass on.
    Answer answer = answer("run", "--wait", "--", "echo", "x".repeat(1_000_000));
    assertThat(answer.err())
        .isEqualTo(
            "errand: cannot be started: argument 1 has 1000000 bytes; Linux passes at most 131071."
                + " Put it in a file or send it to stdin.\n");
    assertThat(answer.out()).isEmpty();
    assertThat(answer.code()).isEqualTo(125);
  }

  @ParameterizedTest(name = "errand {0} --help")
  @CsvSource({"run", "ls", "show", "tail", "wait", "cancel", "send", "inbox", "dead", "prune"})
  @DisplayName("while help is an answer on stdout")
  void help(String verb) throws Exception {
    Answer answer = answer(verb, "--help");
    assertThat(answer.out()).startsWith("Usage: errand " + verb);
    assertThat(answer.code()).isZero();
  }
}
