package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.AsyncJobManager;
import dev.errand.EndReason;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobEnd;
import dev.errand.JobFailedException;
import dev.errand.JobFilter;
import dev.errand.JobResult;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * L2 for what is refused when it is too large: data, payload, label, owner, id. Texts are in {@link
 * SizesTextTest}.
 */
class SizesTest extends ContractTest {
  private static final int DATA = 256 * 1024;
  private static final int PAYLOAD = 1024 * 1024;

  private final AsyncJobManager manager = manager();

  /**
   * A string of this many bytes in UTF-8, of characters that take 1, 2, 3 or 4 each and fill it
   * exactly.
   */
  private static String bytes(int bytesEach, int bytes) {
    String character = new String[] {"d", "é", "€", "\uD83D\uDE00"}[bytesEach - 1];
    return character.repeat(bytes / bytesEach) + "x".repeat(bytes % bytesEach);
  }

  private static void atMost(String name, int most, Function<String, Object> taker, int bytesEach) {
    assertThat(taker.apply(bytes(bytesEach, most))).isNotNull();
    for (int over : new int[] {1, 4, most}) {
      assertThatThrownBy(() -> taker.apply(bytes(bytesEach, most + over)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              name + " must have at most " + most + " bytes in UTF-8, not " + (most + over));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  @DisplayName("L2 structured data of a result: 256 KiB of UTF-8 and not a byte more")
  void dataOfResult(int bytesEach) {
    atMost("data", DATA, data -> JobResult.of("text").withData(data), bytesEach);
    atMost(
        "data",
        DATA,
        data -> new JobResult("text", Optional.of(data), Optional.empty()),
        bytesEach);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  @DisplayName("L2 structured data of a failure: 256 KiB of UTF-8 and not a byte more")
  void dataOfFailure(int bytesEach) {
    atMost(
        "data",
        DATA,
        data -> new JobFailedException("m", Optional.of(data), Optional.empty()),
        bytesEach);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  @DisplayName("L2 the payload of a handler: 1 MiB of UTF-8 and not a byte more")
  void payload(int bytesEach) {
    atMost("payload", PAYLOAD, payload -> HandlerCall.of("handler", payload), bytesEach);
  }

  @Test
  @DisplayName("L2 the largest data comes back whole, of a result and of a failure")
  void dataComesBack() {
    String data = bytes(4, DATA);
    manager.register(
        "task", "label", context -> JobResult.of("text").withData(data), options().id("a").build());
    manager.register(
        "task",
        "label",
        context -> {
          throw new JobFailedException("m", Optional.of(data), Optional.empty());
        },
        options().id("b").build());
    time.runReady();
    assertThat(job(manager, "a").end().flatMap(JobEnd::data)).contains(data);
    assertThat(job(manager, "b").end().flatMap(JobEnd::data)).contains(data);
  }

  @Test
  @DisplayName(
      "L2 a body whose data is too large fails and is told the rule; nothing too large is kept")
  void dataTooLarge() {
    String data = bytes(1, DATA + 1);
    manager.register(
        "task", "label", context -> JobResult.of("text").withData(data), options().id("a").build());
    time.runReady();
    JobEnd end = job(manager, "a").end().orElseThrow();
    assertThat(end.reason()).isEqualTo(EndReason.THREW);
    assertThat(end.text()).isEqualTo("data must have at most 262144 bytes in UTF-8, not 262145");
    assertThat(end.data()).isEmpty();
  }

  @Test
  @DisplayName("L2 label: 1,000 characters come back whole, 1,001 are refused")
  void label() {
    String label = "l".repeat(999) + "\u20AC";
    String id = manager.register("task", label, DONE);
    assertThat(job(manager, id).label()).isEqualTo(label);
    assertThatThrownBy(() -> manager.register("task", label + "l", DONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label must have at most 1000 characters, not 1001");
    assertThat(manager.allJobs()).hasSize(1);
  }

  @Test
  @DisplayName("L2 owner: 200 characters come back whole, 201 are refused")
  void owner() {
    String owner = "o".repeat(198) + "/x";
    String id = manager.register("task", "label", DONE, options().owner(owner).build());
    assertThat(job(manager, id).owner()).contains(owner);
    assertThat(manager.allJobs(JobFilter.owner(owner))).hasSize(1);
    assertThat(manager.allJobs(JobFilter.ownerTree(owner.substring(0, 198)))).hasSize(1);
    assertThatThrownBy(() -> options().owner(owner + "o"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("owner must have at most 200 characters, not 201");
  }

  @Test
  @DisplayName(
      "L2 id: 200 characters after trimming, also of a namesake, whose suffix takes the place of"
          + " its end")
  void id() {
    String id = "i".repeat(200);
    assertThat(manager.register("task", "label", DONE, options().id("  " + id + " ").build()))
        .isEqualTo(id);
    String second = manager.register("task", "label", DONE, options().id(id).build());
    String third = manager.register("task", "label", DONE, options().id(id).build());
    assertThat(second).hasSize(200).endsWith("-2");
    assertThat(third).hasSize(200).endsWith("-3");
    assertThat(manager.allJobs()).extracting(Job::id).containsExactly(id, second, third);
  }

  @Test
  @DisplayName("L2 id: a namesake's suffix does not cut a character in half")
  void idNotCutInHalf() {
    String id =
        "i" + "\uD83D\uDE00".repeat(99) + "i"; // the last but two is the second half of a character
    manager.register("task", "label", DONE, options().id(id).build());
    String second = manager.register("task", "label", DONE, options().id(id).build());
    assertThat(second.length()).isLessThanOrEqualTo(200);
    assertThat(SizesTextTest.isWellFormed(second)).as(second).isTrue();
  }
}
