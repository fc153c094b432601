package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.errand.AsyncJobManager;
import dev.errand.Job;
import dev.errand.JobContext;
import dev.errand.JobEnd;
import dev.errand.JobResult;
import dev.errand.Progress;
import dev.errand.testkit.ScriptedBody;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** L2 for texts: up to 1 MiB of UTF-8 they come back whole, beyond that with head and tail. */
class SizesTextTest extends ContractTest {
  private static final int MIB = 1024 * 1024;
  private static final Pattern CUT =
      Pattern.compile("(.*)\n\\[… ([0-9]+) characters left out …]\n(.*)", Pattern.DOTALL);
  private static final String SMILE = "\uD83D\uDE00";

  private final AsyncJobManager manager = manager();

  static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private JobEnd endOf(String text) {
    String id = manager.register("task", "label", context -> JobResult.of(text));
    time.runReady();
    return job(manager, id).end().orElseThrow();
  }

  private static void assertHeadAndTail(String kept, String original) {
    assertThat(utf8(kept)).isLessThanOrEqualTo(MIB).isGreaterThan(MIB - 100);
    Matcher cut = CUT.matcher(kept);
    assertThat(cut.matches()).as("has a note in its middle").isTrue();
    String head = cut.group(1);
    String tail = cut.group(3);
    assertThat(original.startsWith(head)).as("begins like the original").isTrue();
    assertThat(original.endsWith(tail)).as("ends like the original").isTrue();
    assertThat(utf8(head)).isCloseTo(utf8(tail), offset(4));
    assertThat(Integer.parseInt(cut.group(2)))
        .isEqualTo(original.length() - head.length() - tail.length());
    assertThat(isWellFormed(kept)).as("no character is cut in half").isTrue();
  }

  @Test
  @DisplayName("L2 text: exactly 1 MiB comes back whole and is not marked")
  void exactly() {
    for (String text :
        new String[] {
          "t".repeat(MIB), "é".repeat(MIB / 2), "€".repeat(MIB / 3) + "t", SMILE.repeat(MIB / 4)
        }) {
      assertThat(utf8(text)).isEqualTo(MIB);
      JobEnd end = endOf(text);
      assertThat(end.text().equals(text)).as("whole").isTrue();
      assertThat(end.truncated()).isFalse();
    }
  }

  @Test
  @DisplayName("L2 text: one byte more keeps head and tail and is marked truncated")
  void oneMore() {
    for (String text :
        new String[] {
          "t".repeat(MIB + 1),
          "é".repeat(MIB / 2) + "t",
          "€".repeat(MIB / 3) + "tt",
          SMILE.repeat(MIB / 4) + "t"
        }) {
      assertThat(utf8(text)).isEqualTo(MIB + 1);
      JobEnd end = endOf(text);
      assertThat(end.truncated()).isTrue();
      assertHeadAndTail(end.text(), text);
    }
  }

  @ParameterizedTest
  @CsvSource({"é, 2", "€, 3", "\uD83D\uDE00, 4", "e\u0301, 3"})
  @DisplayName("L2 text: wherever the cut falls, it falls between characters")
  void cutBetweenCharacters(String character, int bytes) {
    for (int before = 0; before < bytes; before++) {
      for (int after = 0; after < bytes; after++) {
        String text = "b".repeat(before) + character.repeat(MIB / bytes + 5) + "a".repeat(after);
        JobEnd end = endOf(text);
        assertThat(end.truncated()).isTrue();
        assertHeadAndTail(end.text(), text);
      }
    }
  }

  @Test
  @DisplayName(
      "L2 text: many times too long is bounded all the same, and what is left out is counted")
  void muchTooLong() {
    StringBuilder text = new StringBuilder();
    for (int line = 0; text.length() < 8 * MIB; line++) {
      text.append("line ").append(line).append(" ☃\n");
    }
    JobEnd end = endOf(text.toString());
    assertThat(end.truncated()).isTrue();
    assertHeadAndTail(end.text(), text.toString());
    assertThat(end.text()).startsWith("line 0 ☃\nline 1 ☃\n").endsWith(" ☃\n");
  }

  @Test
  @DisplayName("L2 text: half characters that were in it do no harm")
  void alreadyBroken() {
    String text = "\uD83D".repeat(MIB) + "\uDE00".repeat(MIB);
    JobEnd end = endOf(text);
    assertThat(end.truncated()).isTrue();
    assertThat(utf8(end.text())).isLessThanOrEqualTo(MIB);
    assertThat(CUT.matcher(end.text()).matches()).isTrue();
  }

  @Test
  @DisplayName("L2 text: an error's message is bounded and marked like a result")
  void errorText() {
    String message = SMILE.repeat(MIB);
    manager.register(
        "task",
        "label",
        context -> {
          throw new IllegalStateException(message);
        },
        options().id("a").build());
    time.runReady();
    JobEnd end = job(manager, "a").end().orElseThrow();
    assertThat(end.truncated()).isTrue();
    assertHeadAndTail(end.text(), message);
  }

  @Test
  @DisplayName("L2 text: late text is bounded too, and the end it comes after is not marked for it")
  void lateText() {
    String text = "é".repeat(MIB);
    for (boolean fails : new boolean[] {false, true}) {
      ScriptedBody body = ScriptedBody.ignoringCancel(time);
      String id = manager.register("task", "label", body);
      time.runReady();
      manager.cancel(id);
      if (fails) {
        body.fail(new IllegalStateException(text));
      } else {
        body.complete(text);
      }
      time.runReady();
      Job job = job(manager, id);
      assertHeadAndTail(job.lateText().orElseThrow(), text);
      assertThat(job.end().orElseThrow().truncated()).isFalse();
    }
  }

  @Test
  @DisplayName("L2 text: progress is bounded too, its details are 256 KiB at most")
  void progress() {
    ScriptedBody body = ScriptedBody.of(time);
    manager.register("task", "label", body, options().id("a").build());
    time.runReady();
    JobContext context = body.context().orElseThrow();
    String text = "é".repeat(MIB);
    String details = "d".repeat(256 * 1024);
    context.reportProgress(text, details);
    Progress progress = job(manager, "a").progress().orElseThrow();
    assertHeadAndTail(progress.text(), text);
    assertThat(progress.details()).contains(details);
  }

  @Test
  @DisplayName("L2 text: what is empty or short is kept as it is")
  void shortOnes() {
    for (String text : new String[] {"", " ", "\u0000", "a\r\nb", SMILE}) {
      JobEnd end = endOf(text);
      assertThat(end.text()).isEqualTo(text);
      assertThat(end.truncated()).isFalse();
    }
  }
}
