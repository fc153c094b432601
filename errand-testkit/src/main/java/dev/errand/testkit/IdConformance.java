package dev.errand.testkit;

import static dev.errand.testkit.DrivenStore.W1;
import static dev.errand.testkit.DrivenStore.W2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.JobFilter;
import dev.errand.spi.JobStore;
import dev.errand.spi.Refusal;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.TimeAndThreads;
import dev.errand.spi.Transition.Refused;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which ids a store gives out (contract A2). */
abstract class IdConformance extends StoreSuite {

  IdConformance(Function<TimeAndThreads, JobStore> opener) {
    super(opener);
  }

  private String idFor(Ask ask) {
    return store.queue(ask, W1).id();
  }

  private String idNear(String preferred) {
    return idFor(Ask.closure().id(preferred));
  }

  @Test
  @DisplayName("A2 an automatic id is bg_N, and N counts up for all workers")
  void automatic() {
    assertThat(idFor(Ask.closure())).isEqualTo("bg_1");
    assertThat(store.queue(Ask.closure().owner("a"), W2).id()).isEqualTo("bg_2");
    assertThat(idFor(Ask.call("one"))).isEqualTo("bg_3");
  }

  @Test
  @DisplayName("A2 an automatic id is not given out twice, though its run is forgotten")
  void automaticOnce() {
    Run first = store.start(Ask.closure(), W1);
    store.settle(first);
    store.evict(JobFilter.all());
    assertThat(idFor(Ask.closure())).isEqualTo("bg_2");
  }

  @Test
  @DisplayName("A2 an automatic id skips ids that are taken")
  void automaticSkips() {
    idNear("bg_1");
    idNear("bg_3");
    assertThat(idFor(Ask.closure())).isEqualTo("bg_2");
    assertThat(idFor(Ask.closure())).isEqualTo("bg_4");
  }

  @Test
  @DisplayName("A2 a refused registration uses up neither an id nor a suffix")
  void refused() {
    store.start(Ask.closure().id("x"), W1);
    store.ask(Ask.closure().orReject(), W1, 0);
    store.ask(Ask.closure().id("x").orReject(), W1, 0);
    assertThat(idFor(Ask.closure())).isEqualTo("bg_1");
    assertThat(idNear("x")).isEqualTo("x-2");
  }

  @Test
  @DisplayName("A2 a preferred id that is free is given as it is")
  void preferred() {
    assertThat(List.of(idNear("x"), idNear("x-1"), idNear("y-09"), idNear("ä/ö 漢字")))
        .containsExactly("x", "x-1", "y-09", "ä/ö 漢字");
  }

  @Test
  @DisplayName("A2 a taken id gets one more than the highest suffix, at least 2")
  void taken() {
    idNear("x");
    assertThat(idNear("x")).isEqualTo("x-2");
    idNear("x-7");
    assertThat(idNear("x")).isEqualTo("x-8");
    assertThat(idNear("x-2")).isEqualTo("x-2-2");
    assertThat(idNear("x")).isEqualTo("x-9");
  }

  @Test
  @DisplayName("A2 only whole numbers after the last hyphen are suffixes of an id")
  void otherSuffixes() {
    List.of("x", "x-", "x-y-9", "xx-9", "x-5a", "x_9").forEach(this::idNear);
    assertThat(idNear("x")).isEqualTo("x-2");
  }

  @Test
  @DisplayName("A2 ids that differ in case are different ids")
  void caseMatters() {
    idNear("job");
    assertThat(idNear("JOB")).isEqualTo("JOB");
  }

  @Test
  @DisplayName(
      "A2 an id is taken while its run is kept, whosever it is, and free when it is forgotten")
  void freeAgain() {
    Run run = store.start(Ask.closure().id("x").owner("a"), W1);
    store.settle(run);
    assertThat(store.queue(Ask.closure().id("x").owner("b"), W2).id()).isEqualTo("x-2");
    store.evict(JobFilter.all());
    assertThat(idNear("x")).isEqualTo("x");
  }

  @Test
  @DisplayName("A2 the highest suffix is that of the runs that are kept")
  void highestOfKept() {
    idNear("x");
    Run run = store.start(Ask.call("two").id("x-9"), W2);
    store.settle(run);
    store.evict(JobFilter.all());
    assertThat(idNear("x")).isEqualTo("x-2");
  }

  @Test
  @DisplayName("A2 an id names its newest run; steps for an older one do not reach it")
  void newest() {
    Run older = store.start(Ask.closure().id("x"), W1);
    store.settle(older);
    store.evict(JobFilter.all());
    Run newer = store.start(Ask.closure().id("x"), W1);
    assertThat(newer.id()).isEqualTo("x");
    assertThat(store.submit(new Step.Requeue(older.registration(), older.epoch())))
        .isEqualTo(new Refused(Refusal.UNKNOWN));
    assertThat(store.now(older)).isEqualTo(newer);
  }

  @Test
  @DisplayName("A2 a suffix does not make an id longer than 200 characters")
  void longIds() {
    String longest = "x".repeat(200);
    assertThat(idNear(longest)).isEqualTo(longest);
    for (int i = 0; i < 12; i++) {
      assertThat(idNear(longest)).hasSizeLessThanOrEqualTo(200).startsWith("x".repeat(190));
    }
    assertThat(store.rows()).extracting(Run::id).doesNotHaveDuplicates().hasSize(13);
  }

  @Test
  @DisplayName("A2 an id that is cut for its suffix keeps its characters whole")
  void wholeCharacters() {
    String preferred = "x".repeat(197) + "🚀" + "y";
    assertThat(preferred).hasSize(200);
    idNear(preferred);
    String id = idNear(preferred);
    assertThat(id.codePoints().filter(point -> Character.getType(point) == Character.SURROGATE))
        .as("halves of characters in %s", id)
        .isEmpty();
  }

  @Test
  @DisplayName("A2 ids are unique, however large a suffix has been chosen")
  void hugeSuffixes() {
    List.of("x", "x-999999999999999999", "x", "x", "x").forEach(this::idNear);
    List.of("y", "y-9223372036854775807", "y", "y").forEach(this::idNear);
    List.of("z", "z-99999999999999999999999", "z", "z").forEach(this::idNear);
    assertThat(store.rows()).extracting(Run::id).doesNotHaveDuplicates().hasSize(13);
  }

  @Test
  @DisplayName("A2 ids are unique when many ask for the same at the same time")
  void unique() throws InterruptedException {
    together(
        4,
        thread -> {
          for (int i = 0; i < 25; i++) {
            DrivenStore.registered(store.ask(Ask.closure().id("x"), W1, 0));
          }
          return thread;
        });
    assertThat(store.rows()).extracting(Run::id).doesNotHaveDuplicates().hasSize(100);
  }
}
