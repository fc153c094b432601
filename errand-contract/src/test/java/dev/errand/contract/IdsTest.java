package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.AwaitMode;
import dev.errand.Awaited;
import dev.errand.CancelledBy;
import dev.errand.Job;
import dev.errand.JobFilter;
import dev.errand.testkit.ScriptedBody;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E2: how every verb reads the ids it is given. */
class IdsTest extends ContractTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AsyncJobManager manager = manager();

  private void running(String id, String owner) {
    manager.register("task", "label", ScriptedBody.of(time), options().id(id).owner(owner).build());
    time.runReady();
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", "a ", "  a  ", "\ta\n", "\r\n a", "\u2003a\u2003"})
  @DisplayName("E2 every verb that takes ids trims them")
  void trimmed(String id) throws InterruptedException {
    running("a", "me");
    assertThat(manager.job(id)).contains(job(manager, "a"));
    assertThat(manager.job(id, JobFilter.owner("me"))).contains(job(manager, "a"));
    assertThat(manager.awaitJobs(List.of(id), AwaitMode.ANY, Duration.ZERO).unknown()).isEmpty();
    assertThat(manager.cancel(id, CancelledBy.OWNER, JobFilter.owner("me"))).isTrue();
    Awaited awaited = manager.awaitJobs(List.of(id), AwaitMode.ALL, SECOND);
    assertThat(ids(awaited.jobs())).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {" a", "a ", "\ta\n", "\u2003a\u2003"})
  @DisplayName("E2 register trims the id too, so that a job is found under what it was called")
  void registerTrims(String id) {
    assertThat(manager.register("task", "label", DONE, options().id(id).build())).isEqualTo("a");
    assertThat(manager.register("task", "label", DONE, options().id(id).build())).isEqualTo("a-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\r\n", "\u2003"})
  @DisplayName(
      "E2 blank ids are ignored, by verbs for one id and for several; register takes them for none")
  void blank(String blank) throws InterruptedException {
    running("a", "me");
    assertThat(manager.job(blank)).isEmpty();
    assertThat(manager.job(blank, JobFilter.owner("me"))).isEmpty();
    assertThat(manager.cancel(blank)).isFalse();
    assertThat(manager.cancel(blank, CancelledBy.PERSON)).isFalse();
    assertThat(manager.cancel(blank, CancelledBy.PERSON, JobFilter.owner("me"))).isFalse();
    Awaited awaited = manager.awaitJobs(List.of(blank, "a", blank), AwaitMode.ALL, Duration.ZERO);
    assertThat(awaited.unknown()).isEmpty();
    assertThat(awaited.met()).isFalse();
    assertThat(manager.register("task", "label", DONE, options().id(blank).build()))
        .isEqualTo("bg_1");
  }

  @Test
  @DisplayName("E2 duplicates count once, known or unknown, also when they differ by blanks only")
  void duplicates() throws InterruptedException {
    running("a", "me");
    manager.cancel("a");
    Awaited awaited =
        manager.awaitJobs(List.of("x", "a", " a", "a ", "x ", "a", " y"), AwaitMode.ALL, SECOND);
    assertThat(ids(awaited.jobs())).containsExactly("a");
    assertThat(awaited.unknown()).containsExactly("x", "y");
    assertThat(awaited.met()).isTrue();
  }

  @Test
  @DisplayName("E2 under a filter a foreign id is an unknown id, for every verb that takes ids")
  void foreign() throws InterruptedException {
    running("mine", "me");
    running("yours", "you");
    running("child", "me/child");
    JobFilter me = JobFilter.owner("me");
    Job before = job(manager, "yours");
    for (String id : List.of("yours", "child", "unknown")) {
      assertThat(manager.job(id, me)).as(id).isEmpty();
      assertThat(manager.cancel(id, CancelledBy.OWNER, me)).as(id).isFalse();
    }
    manager.cancel("mine", CancelledBy.OWNER, me);
    Awaited awaited =
        manager.awaitJobs(List.of("yours", "mine", "child", "unknown"), AwaitMode.ALL, SECOND, me);
    assertThat(ids(awaited.jobs())).containsExactly("mine");
    assertThat(awaited.unknown()).containsExactly("yours", "child", "unknown");
    assertThat(awaited.met()).as("what is unknown is not waited for").isTrue();
    assertThat(job(manager, "yours")).isEqualTo(before);
    assertThat(job(manager, "child").status().isFinal()).isFalse();
  }

  @Test
  @DisplayName("E2 a foreign id is unknown also when it has ended")
  void foreignEnded() throws InterruptedException {
    running("yours", "you");
    manager.cancel("yours");
    time.runReady();
    JobFilter me = JobFilter.ownerTree("me");
    assertThat(manager.job("yours", me)).isEmpty();
    Awaited awaited = manager.awaitJobs(List.of("yours"), AwaitMode.ALL, SECOND, me);
    assertThat(awaited.jobs()).isEmpty();
    assertThat(awaited.unknown()).containsExactly("yours");
  }

  @Test
  @DisplayName("E2 forms without a filter reach everybody's jobs")
  void withoutFilter() throws InterruptedException {
    running("a", "me");
    running("b", "you");
    assertThat(manager.cancel("a")).isTrue();
    assertThat(manager.cancel("b", CancelledBy.PERSON)).isTrue();
    assertThat(manager.job("a")).isPresent();
    assertThat(manager.awaitJobs(List.of("a", "b"), AwaitMode.ALL, SECOND).jobs()).hasSize(2);
  }

  @Test
  @DisplayName("A2 namesakes get different ids, however large their suffixes are")
  void namesakes() {
    for (String base : List.of("a", "b")) {
      String large = base + "-" + (base.equals("a") ? "999999999999999999" : "9223372036854775807");
      List<String> given = new ArrayList<>();
      for (String preferred : List.of(base, large, base, base, base, large)) {
        given.add(manager.register("task", "label", DONE, options().id(preferred).build()));
        time.runReady();
      }
      assertThat(given).doesNotHaveDuplicates().hasSize(6);
      assertThat(ids(manager.allJobs())).containsAll(given);
    }
  }

  @Test
  @DisplayName("E2 every verb that takes ids has a form with a filter")
  void everyVerb() {
    Set<String> verbs =
        publicMethods().filter(IdsTest::takesIds).map(Method::getName).collect(Collectors.toSet());
    Set<String> filtered =
        publicMethods()
            .filter(method ->
                takesIds(method) && List.of(method.getParameterTypes()).contains(JobFilter.class))
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(verbs).contains("job", "cancel", "awaitJobs").isEqualTo(filtered);
  }

  private static Stream<Method> publicMethods() {
    return Arrays.stream(AsyncJobManager.class.getDeclaredMethods())
        .filter(method ->
            Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()));
  }

  /** Ids come first; these begin with a string that is none: a type or an owner. */
  private static final Set<String> WITHOUT_IDS =
      Set.of(
          "register",
          "registerDeliverySink",
          "registerBatchDeliverySink",
          "takeDeliveries",
          "awaitOwner");

  private static boolean takesIds(Method method) {
    return method.getParameterCount() > 0
        && !WITHOUT_IDS.contains(method.getName())
        && (method.getParameterTypes()[0] == String.class
            || Collection.class.isAssignableFrom(method.getParameterTypes()[0]));
  }
}
