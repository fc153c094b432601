package dev.errand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.console.Messages;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What was typed wrong is answered with one line")
class BadInputTest {

  @Test
  @DisplayName("on stderr, with exit code 2")
  void oneLine() throws Exception {
    ErrandProcess.Ended ended = ErrandProcess.run("run", "--wait");

    assertThat(ended.stderr())
        .isEqualTo(
            "errand: run needs a command, as in 'errand run --wait -- make test';"
                + " try 'errand run --help'\n");
    assertThat(ended.stdout()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest(name = "errand {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "''                          | a sub-command is missing; try 'errand --help'",
        "rnu x                       | unknown sub-command 'rnu' (did you mean 'run'?); try 'errand"
            + " --help'",
        "frobnicate                  | unknown sub-command 'frobnicate'; try 'errand --help'",
        "--verison                   | unknown option '--verison' (did you mean '--version'?); try"
            + " 'errand --help'",
        "help rnu                    | unknown sub-command 'rnu' (did you mean 'run'?); try 'errand"
            + " --help'",
        "run -- true                 | run needs --wait until the daemon exists (a later release);"
            + " try 'errand run --help'",
        "run --wait --               | run needs a command, as in 'errand run --wait -- make test';"
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
            + " or PT1M30S, not '5'; try 'errand run --help'",
        "run --wait --owner= true    | --owner: owner must not be blank; try 'errand run --help'",
        "run --wait --type= true     | --type: must have 1 to 100 printable characters; try 'errand"
            + " run --help'",
      })
  void said(String typed, String line) {
    Assertions.assertThatThrownBy(dispatching(typed.isEmpty() ? new String[0] : typed.split(" ")))
        .isInstanceOf(UsageException.class)
        .hasMessage(line);
  }

  @Test
  @DisplayName("and what is too long is refused")
  void tooLong() {
    Assertions.assertThatThrownBy(
            dispatching("run", "--wait", "--label", "x".repeat(1_001), "true"))
        .hasMessageContaining("--label: must have at most 1000 characters, not 1001");
    Assertions.assertThatThrownBy(dispatching("run", "--wait", "--id", "x".repeat(201), "true"))
        .hasMessageContaining("--id: id must have at most 200 characters, not 201");
  }

  @ParameterizedTest(name = "errand {0}")
  @CsvSource({
    "--help, Usage: errand COMMAND",
    "help, Usage: errand COMMAND",
    "help run, Usage: errand run --wait",
    "run --help, Usage: errand run --wait",
    "help help, Usage: errand help",
    "--version, errand "
  })
  @DisplayName("while help and version are answers on stdout")
  void help(String typed, String begin) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int code = new Dispatcher(out, new Messages(System.err)).run(typed.split(" "));

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(begin);
    assertThat(code).isZero();
  }

  private static ThrowingCallable dispatching(String... args) {
    Messages messages = new Messages(new PrintStream(new ByteArrayOutputStream()));
    return () -> new Dispatcher(new ByteArrayOutputStream(), messages).run(args);
  }
}
