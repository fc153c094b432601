package dev.errand.cli.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome.Ended;
import dev.errand.cli.whole.DaemonHome.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@DisplayName("The command line with its daemon")
final class CommandLineTest {
  @TempDir private static Path folder;
  private static DaemonHome home;

  @BeforeAll
  static void open() {
    home = new DaemonHome(folder.resolve("home"));
  }

  @AfterAll
  static void close() throws Exception {
    home.close();
    assertThat(home.left()).isEmpty();
  }

  @Test
  @DisplayName("run prints the id and nothing else; wait shows the result and exits as the job did")
  void runAndWait() throws Exception {
    Ended started = home.run("run", "--", "sh", "-c", "echo hello; exit 3");
    assertThat(started.code()).isZero();
    assertThat(started.out()).matches("bg_\\d+\n");
    assertThat(started.err()).isEmpty();
    String id = started.out().strip();
    Ended waited = home.run("wait", id);
    assertThat(waited.code()).isEqualTo(3);
    assertThat(waited.out()).startsWith(id + " failed: exit code 3").contains("  hello\n");
    assertThat(home.json("show", "--json", id).get("delivery").get("state").asString())
        .isEqualTo("ACKNOWLEDGED");
  }

  @Test
  @DisplayName("run --wait passes output, end and exit code through; 124 is a timeout")
  void runWait() throws Exception {
    Ended ended = home.run("run", "--wait", "--", "sh", "-c", "echo out; echo err >&2; exit 7");
    assertThat(ended.code()).isEqualTo(7);
    assertThat(ended.out()).isEqualTo("out\nerr\n");
    assertThat(ended.err()).contains("failed: exit code 7");
    assertThat(home.run("run", "--wait", "--timeout", "200ms", "--", "sleep", "100").code())
        .isEqualTo(124);
    assertThat(home.run("run", "--wait", "-q", "--", "sh", "-c", "kill -9 $$").code())
        .isEqualTo(137);
    assertThat(home.run("run", "--wait", "--", "/no/such").code()).isEqualTo(127);
  }

  @Test
  @DisplayName("a job has the caller's directory and environment, and what is added")
  void surroundings() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("a directory"));
    Ended ended =
        home.run(
            "run",
            "--wait",
            "-q",
            "--cwd",
            directory.toString(),
            "--env",
            "ADDED=a b",
            "--shell",
            "pwd; echo \"$ADDED $ERRAND_HOME\"");
    assertThat(ended.out()).isEqualTo(directory.toRealPath() + "\na b " + home.root() + "\n");
  }

  @Test
  @DisplayName("owners are kept apart, in lists and in mail")
  void owners() throws Exception {
    String ann = home.out("run", "--owner", "ann", "--", "echo", "for ann").strip();
    assertThat(home.run("wait", "-q", ann).code()).isZero();
    assertThat(home.json("ls", "--json", "-a", "--owner", "bob")).isEmpty();
    assertThat(home.run("show", "--owner", "bob", ann).err()).contains("no job '" + ann + "'");
    assertThat(home.run("cancel", "--owner", "bob", ann).code()).isEqualTo(1);
    assertThat(home.out("inbox", "--owner", "bob")).isEmpty();
    assertThat(home.out("inbox", "--peek", "--owner", "ann")).contains("for ann");
    JsonNode mail = home.json("inbox", "--json", "--owner", "ann");
    assertThat(mail).hasSize(1);
    assertThat(mail.get(0).get("job").get("id").asString()).isEqualTo(ann);
    assertThat(home.out("inbox", "--owner", "ann")).as("taken").isEmpty();
  }

  @Test
  @DisplayName("mail that stdout does not take stays")
  void brokenPipe() throws Exception {
    String id = home.out("run", "--owner", "cut", "--", "echo", "not lost").strip();
    var _ = home.run("wait", "-q", id);
    StringBuilder line = new StringBuilder("set -- ");
    for (String word : home.command("inbox", "--owner", "cut")) {
      line.append('\'').append(word).append("' ");
    }
    // A full disk: every write fails.
    ProcessBuilder full = new ProcessBuilder("sh", "-c", line + "; exec \"$@\" >/dev/full");
    full.environment().put("ERRAND_HOME", home.root().toString());
    full.redirectError(ProcessBuilder.Redirect.DISCARD);
    assertThat(full.start().waitFor()).isEqualTo(125);
    // The lease goes back at once, since the client is gone.
    assertThat(awaitMail("cut")).contains("not lost");
  }

  private static String awaitMail(String owner) throws Exception {
    while (true) {
      String mail = home.out("inbox", "--owner", owner);
      if (!mail.isEmpty()) {
        return mail;
      }
    }
  }

  @Test
  @DisplayName("tail shows the last lines, from a cursor, what matches, and follows")
  void tail() throws Exception {
    String id = home.out("run", "--", "seq", "100").strip();
    var _ = home.run("wait", "-q", id);
    assertThat(home.out("tail", "-n", "2", id)).isEqualTo("99\n100\n");
    assertThat(home.out("tail", id)).hasLineCount(10);
    assertThat(home.out("tail", "--from", "0", id)).startsWith("1\n2\n").hasLineCount(100);
    assertThat(home.out("tail", "--grep", "^9.$", id)).hasLineCount(10);
    assertThat(home.run("tail", "--grep", "never", id).code()).isEqualTo(1);
    assertThat(home.run("tail", "--grep", "(", id).code()).isEqualTo(2);
    assertThat(home.run("tail", "--from", "9999", id).code()).isEqualTo(2);
    String going =
        home.out("run", "--stdin", "--", "sh", "-c", "echo first; read x; echo got $x").strip();
    Running follower = home.start("tail", "-f", "--from", "0", going);
    assertThat(home.run("send", going, "a word").code()).isZero();
    assertThat(follower.ended().out()).isEqualTo("first\ngot a word\n");
  }

  @Test
  @DisplayName("a signal to tail leaves the job alone and says how to cancel it")
  void interruptedTail() throws Exception {
    String id = home.out("run", "--", "sh", "-c", "echo on; exec sleep 1000").strip();
    Process tail = home.launch("tail", "-f", id);
    assertThat(tail.getInputStream().read()).as("it is under way").isEqualTo('o');
    kill("INT", tail.pid());
    String said = new String(tail.getErrorStream().readAllBytes(), UTF_8);
    assertThat(said).contains("'errand cancel " + id + "' ends it");
    assertThat(tail.waitFor()).isEqualTo(130);
    assertThat(home.json("show", "--json", id).get("status").asString()).isEqualTo("RUNNING");
    assertThat(home.out("cancel", id)).isEqualTo(id + "\n");
    assertThat(home.run("wait", id).code()).isEqualTo(130);
  }

  private static void kill(String signal, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-s", signal, String.valueOf(pid)).start().waitFor())
        .isZero();
  }

  @Test
  @DisplayName("what is typed wrong is said in one line, with what may have been meant")
  void wrong() throws Exception {
    assertThat(home.run("lss").err()).contains("did you mean 'ls'?");
    assertThat(home.run("run", "--wat", "--", "x").code()).isEqualTo(2);
    assertThat(home.run("run").code()).isEqualTo(2);
    assertThat(home.run("run", "--priority", "101", "--", "x").err())
        .contains("--priority: must be a number from -100 to 100");
    assertThat(home.run("ls", "--status", "gone").code()).isEqualTo(2);
    assertThat(home.run("show", "nothing-like-it").code()).isEqualTo(1);
    assertThat(home.run("wait", "--any", "--all", "x").code()).isEqualTo(2);
    assertThat(home.run("cancel").code()).isEqualTo(2);
    assertThat(home.run("dead", "--redeliver").code()).isEqualTo(2);
  }

  @Test
  @DisplayName("a label with escape sequences and newlines harms no terminal")
  void label() throws Exception {
    String id =
        home.out("run", "--label", "\033]0;owned\007\nsecond\u202Eline", "--", "true").strip();
    var _ = home.run("wait", "-q", id);
    assertThat(home.out("ls", "-a"))
        .doesNotContain("\033", "\007", "\u202E")
        .contains("\\x1b]0;owned\\x07\\nsecond\\u{202e}line");
    assertThat(home.out("show", id)).doesNotContain("\033", "\007", "\u202E");
  }

  @Test
  @DisplayName("the same key starts nothing again; rerun does")
  void keys() throws Exception {
    String first = home.out("run", "--key", "k1", "--", "echo", "once");
    assertThat(home.out("run", "--key", "k1", "--", "echo", "once")).isEqualTo(first);
    var _ = home.run("wait", "-q", first.strip());
    String again = home.out("rerun", first.strip()).strip();
    assertThat(again).isNotEqualTo(first.strip());
    assertThat(home.run("wait", again).out()).contains("once");
  }

  @Test
  @DisplayName("secrets are shown nowhere")
  void secrets() throws Exception {
    String id =
        home.out("run", "--env", "A_SECRET=s3cr3t", "--", "echo", "--token", "hunter2").strip();
    var _ = home.run("wait", "-q", id);
    assertThat(home.out("ls", "-a") + home.out("show", id).lines().limit(12).toList())
        .doesNotContain("s3cr3t", "hunter2")
        .contains("***");
    assertThat(home.out("ls", "-a", "--json")).doesNotContain("hunter2");
  }

  @Test
  @DisplayName("signals and cancel reach the processes")
  void signals() throws Exception {
    String id =
        home.out(
                "run",
                "--",
                "sh",
                "-c",
                "trap 'echo usr1; exit 9' USR1; echo on; while :; do sleep 0.05; done")
            .strip();
    while (!home.out("tail", id).equals("on\n")) {
      Thread.onSpinWait();
    }
    assertThat(home.run("signal", id, "USR1").code()).isZero();
    assertThat(home.run("wait", id).code()).isEqualTo(9);
    assertThat(home.run("signal", id, "USR1").code()).isEqualTo(1);
    assertThat(home.run("cancel", id).err()).contains("has ended already");
  }
}
