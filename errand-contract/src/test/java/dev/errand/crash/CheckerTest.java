package dev.errand.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checker finds each kind of violation in made-up evidence, and nothing where there is none.
 */
class CheckerTest {
  private static final String LOST = "lost";
  private static final String RERUN = "rerun";
  private static final String CLOSURE = "closure";

  @Test
  @DisplayName("J1 to J3 what may be around a kill is not taken for a violation")
  void nothingWhereNothingIs() {
    Story story = new Story().born();
    story.done("plain", LOST).accepted("plain").of(Kind.CONCLUDED, "plain");
    story.done("twice", RERUN).accepted("twice"); // and nobody heard that this was recorded
    story.done("late", LOST).acknowledged("late").of(Kind.SINK, "late"); // was on its way
    story.done("cut", LOST).of(Kind.SINK, "cut");
    story.done("leased", LOST).of(Kind.TOOK, "leased").line(Kind.CONFIRM, "t", "leased");
    story.done("held", LOST, "hold", "true");
    story.done("awaited", LOST, "hold", "true").line(Kind.AWAIT, "t", "awaited");
    story.line(Kind.AWAITED, "t", "awaited", "done", "false").accepted("awaited");
    story.done("muted", LOST).acknowledged("muted").line(Kind.RESUME, "t", "muted");
    story.line(Kind.RESUMED, "t", "muted", "done", "true").accepted("muted");
    story.register("again", RERUN).registered("again").of(Kind.BODY, "again");
    story.register("dies", LOST).registered("dies").of(Kind.BODY, "dies");
    story.register("closure", CLOSURE).registered("closure");
    story.register("unheard", LOST).of(Kind.BODY, "unheard");
    story.register("never", LOST);
    story.register("full", LOST).line(Kind.REFUSED, "t", "full");
    story.done("first", LOST, "key", "k").accepted("first");
    story.register("known", LOST, "key", "k").now("known", "id", "bg_first").registered("known");
    story.register("early", LOST, "key", "e").now("early", "id", "bg_made").registered("early");
    story.done("made", LOST, "key", "e").accepted("made");
    story.done("anew", LOST, "key", "e").accepted("anew"); // the other two are forgotten by now
    story.register("mine", LOST).registered("mine").line(Kind.CANCEL, "t", "mine", "by", "OWNER");
    story.register("maker", LOST, "key", "m"); // nobody heard that it was registered
    story.killed().born();
    story.register("finder", LOST, "key", "m").now("finder", "id", "bg_maker").registered("finder");
    story.of(Kind.BODY, "maker").of(Kind.BODY_ENDS, "maker").of(Kind.ENDED, "maker");
    story.accepted("maker").done("next", LOST, "key", "m").accepted("next");
    story.accepted("twice").of(Kind.CONCLUDED, "twice").accepted("cut").accepted("held");
    story.now("again", "epoch", "2").of(Kind.BODY, "again").of(Kind.BODY_ENDS, "again");
    story.of(Kind.ENDED, "again").accepted("again");
    String[] lost = {"status", "FAILED", "reason", "LOST", "text", "lost"};
    story.now("dies", lost).accepted("dies").now("closure", lost).accepted("closure");
    story.now("unheard", lost).of(Kind.SAW, "unheard").accepted("unheard");
    Findings findings = story.killed().drained().end();
    assertThat(findings.all()).isEmpty();
    assertThat(findings.counts.of(Counts.What.DUPLICATES)).isEqualTo(1);
    assertThat(findings.counts.of(Counts.What.RERUNS)).isEqualTo(1);
    assertThat(findings.counts.of(Counts.What.LOST)).isEqualTo(3);
    assertThat(findings.counts.of(Counts.What.KNOWN_BY_KEY)).isEqualTo(3);
    assertThat(findings.counts.of(Counts.What.REGISTERED_UNHEARD)).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("planted")
  @DisplayName("J1 to J3 each planted violation is found, and no other")
  void found(Invariant invariant, String what, Function<Story, Story> plot) {
    Findings findings = plot.apply(new Story().born()).end();
    assertThat(findings.all()).isNotEmpty();
    assertThat(findings.all()).extracting(Violation::invariant).containsOnly(invariant);
  }

  @Test
  @DisplayName("each invariant has a planted violation")
  void allArePlanted() {
    Set<Object> tried = planted().map(test -> test.get()[0]).collect(Collectors.toSet());
    assertThat(tried).containsAll(Arrays.asList(Invariant.values()));
  }

  private static Arguments plant(Invariant invariant, String what, Function<Story, Story> plot) {
    return Arguments.of(invariant, what, plot);
  }

  static Stream<Arguments> planted() {
    return Stream.of(registering(), delivering(), running(), living(), together())
        .flatMap(tests -> tests);
  }

  private static Stream<Arguments> together() {
    return Stream.of(
        plant(
            Invariant.ONE_ATTEMPT_ONE_WORKER,
            "one attempt in two lives",
            story ->
                bothKilled(
                    story
                        .register("a", RERUN)
                        .registered("a")
                        .of(Kind.BODY, "a")
                        .born()
                        .of(Kind.BODY, "a")
                        .in(1)
                        .of(Kind.BODY_ENDS, "a")
                        .of(Kind.ENDED, "a")
                        .accepted("a"))),
        plant(
            Invariant.RUN_ONCE,
            "run again while its worker lives",
            story ->
                bothKilled(
                    story
                        .register("a", RERUN)
                        .registered("a")
                        .of(Kind.BODY, "a")
                        .born()
                        .now("a", "epoch", "2")
                        .of(Kind.BODY, "a")
                        .of(Kind.BODY_ENDS, "a")
                        .of(Kind.ENDED, "a")
                        .accepted("a"))),
        plant(
            Invariant.FENCED,
            "an older attempt settles",
            story ->
                bothKilled(
                    story
                        .register("a", RERUN)
                        .registered("a")
                        .of(Kind.BODY, "a")
                        .born()
                        .in(1)
                        .line(Kind.DOUBTED)
                        .in(2)
                        .now("a", "epoch", "2")
                        .of(Kind.BODY, "a")
                        .in(1)
                        .now("a", "epoch", "1")
                        .of(Kind.BODY_ENDS, "a")
                        .of(Kind.ENDED, "a")
                        .line(Kind.CERTAIN)
                        .accepted("a"))),
        plant(
            Invariant.NOT_AFTER_SUCCESS,
            "accepted by two that live",
            story -> bothKilled(story.done("a", LOST).accepted("a").born().accepted("a"))),
        plant(
            Invariant.ALIVE,
            "taken for dead after all was well again",
            story ->
                bothKilled(
                    story
                        .line(Kind.DOUBTED)
                        .line(Kind.BURIED, "again", "false")
                        .line(Kind.CERTAIN)
                        .line(Kind.BURIED, "again", "true") // as it was when it had failed to open
                        .line(Kind.BURIED, "again", "false")
                        .born())),
        plant(
            Invariant.NOTHING_LEFT_RUNNING,
            "what a dead one had was not looked after",
            story -> bothKilled(story.born().in(1).line(Kind.STRANDED))));
  }

  private static Story bothKilled(Story story) {
    return story.in(1).killed().in(2).killed().drained();
  }

  @Test
  @DisplayName("K1 what a frozen worker says late is not taken for a violation")
  void nothingWhereSomebodyWasFrozen() {
    Story story = new Story().born().born().in(1);
    story.register("again", RERUN).registered("again").of(Kind.BODY, "again");
    story.register("lost", LOST).registered("lost").of(Kind.BODY, "lost");
    story.done("twice", LOST).of(Kind.SINK, "twice").done("held", LOST, "hold", "true");
    story.line(Kind.DOUBTED).line(Kind.BURIED, "again", "false").in(2);
    story.now("again", "epoch", "2").of(Kind.BODY, "again").of(Kind.BODY_ENDS, "again");
    story.of(Kind.ENDED, "again").accepted("again").of(Kind.CONCLUDED, "again");
    story.accepted("twice").of(Kind.CONCLUDED, "twice").accepted("held");
    story.now("lost", "status", "FAILED", "reason", "LOST", "text", "lost").accepted("lost");
    story.in(1).of(Kind.BODY_ENDS, "again", "epoch", "1").line(Kind.SINK_OK, "t", "twice");
    story.line(Kind.CERTAIN).line(Kind.RECOVERED).line(Kind.BURIED, "again", "true");
    Findings findings = bothKilled(story).end();
    assertThat(findings.all()).isEmpty();
  }

  private static Stream<Arguments> registering() {
    return Stream.of(
        plant(
            Invariant.REGISTRATION_KEPT,
            "registered, and never seen again",
            story -> story.register("a", LOST).registered("a").killed().drained()),
        plant(
            Invariant.OUTCOME_KEPT,
            "ended, and never seen again",
            story -> story.done("a", LOST).killed().drained()),
        plant(
            Invariant.OUTCOME_KEPT,
            "another outcome after the crash",
            story ->
                story
                    .done("a", LOST)
                    .killed()
                    .born()
                    .now("a", "status", "FAILED", "reason", "LOST", "text", "lost")
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.OUTCOME_KEPT,
            "ended, and running after the crash",
            story ->
                story
                    .done("a", RERUN)
                    .killed()
                    .born()
                    .of(Kind.SAW, "a", "status", "RUNNING")
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.OUTCOME_KEPT,
            "a result that the body never said",
            story -> story.register("a", LOST).registered("a").accepted("a").killed().drained()),
        plant(
            Invariant.OUTCOME_KEPT,
            "cancelled, and completed after the crash",
            story ->
                story
                    .register("a", RERUN)
                    .registered("a")
                    .of(Kind.BODY, "a")
                    .of(Kind.BODY_ENDS, "a")
                    .line(Kind.CANCELLED, "t", "a", "by", "PERSON", "done", "true")
                    .killed()
                    .born()
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOTHING_FROM_REFUSED,
            "refused, and run",
            story ->
                story
                    .register("a", LOST)
                    .line(Kind.REFUSED, "t", "a")
                    .of(Kind.BODY, "a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NO_ID_TWICE,
            "the run id of another",
            story ->
                story
                    .done("a", LOST)
                    .accepted("a")
                    .killed()
                    .born()
                    .register("b", LOST)
                    .now("b", "run", "run-a")
                    .registered("b")
                    .of(Kind.BODY, "b")
                    .of(Kind.BODY_ENDS, "b")
                    .line(Kind.ACKNOWLEDGE, "t", "b")
                    .killed()
                    .drained()),
        plant(
            Invariant.NO_ID_TWICE,
            "the automatic id of another",
            story ->
                story
                    .done("a", LOST)
                    .accepted("a")
                    .killed()
                    .born()
                    .register("b", LOST)
                    .now("b", "id", "bg_a")
                    .registered("b")
                    .acknowledged("b")
                    .killed()
                    .drained()),
        plant(
            Invariant.ID_WHILE_PENDING,
            "a preferred id given again after the crash",
            story ->
                story
                    .register("a", LOST, "preferred", "build")
                    .now("a", "id", "build")
                    .registered("a")
                    .killed()
                    .born()
                    .register("b", LOST, "preferred", "build")
                    .now("b", "id", "build")
                    .registered("b")
                    .acknowledged("a")
                    .acknowledged("b")
                    .killed()
                    .drained()),
        plant(
            Invariant.KEY_KNOWN,
            "a key forgotten over the crash",
            story ->
                story
                    .register("a", LOST, "key", "k")
                    .registered("a")
                    .killed()
                    .born()
                    .register("b", LOST, "key", "k")
                    .registered("b")
                    .acknowledged("a")
                    .acknowledged("b")
                    .killed()
                    .drained()),
        plant(
            Invariant.ROW_KEPT,
            "gone before its time",
            story -> story.done("a", LOST, "keep", "true").accepted("a").killed().drained()));
  }

  private static Stream<Arguments> delivering() {
    return Stream.of(
        plant(
            Invariant.OWNER_ONLY,
            "to the sink of another",
            story ->
                story
                    .done("a", LOST)
                    .of(Kind.SINK, "a", "sink", "bob")
                    .line(Kind.SINK_OK, "t", "a")
                    .killed()
                    .drained()),
        plant(
            Invariant.OWNER_ONLY,
            "to a reader of another",
            story ->
                story
                    .done("a", LOST)
                    .of(Kind.TOOK, "a", "sink", "rob")
                    .line(Kind.CONFIRM, "t", "a")
                    .killed()
                    .drained()),
        plant(
            Invariant.ONE_DELIVERY_ID,
            "another delivery id after the crash",
            story ->
                story
                    .done("a", LOST)
                    .accepted("a")
                    .killed()
                    .born()
                    .of(Kind.SINK, "a", "d", "d-other")
                    .killed()
                    .drained()),
        plant(
            Invariant.ONE_DELIVERY_ID,
            "one delivery id for two",
            story ->
                story
                    .done("a", LOST)
                    .accepted("a")
                    .done("b", LOST)
                    .of(Kind.SINK, "b", "d", "d-run-a")
                    .line(Kind.SINK_OK, "t", "b")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOT_AFTER_ACKNOWLEDGEMENT,
            "acknowledged, and delivered after the crash",
            story ->
                story
                    .done("a", LOST)
                    .acknowledged("a")
                    .killed()
                    .born()
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOT_AFTER_ACKNOWLEDGEMENT,
            "acknowledged, and more than the call on its way",
            story ->
                story
                    .done("a", LOST)
                    .acknowledged("a")
                    .of(Kind.SINK, "a")
                    .line(Kind.SINK_FAILED, "t", "a")
                    .of(Kind.SINK, "a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOT_AFTER_ACKNOWLEDGEMENT,
            "acknowledged in a call, and tried again",
            story ->
                story
                    .done("a", LOST)
                    .of(Kind.SINK, "a")
                    .acknowledged("a")
                    .line(Kind.SINK_FAILED, "t", "a")
                    .of(Kind.SINK, "a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOT_AFTER_ACKNOWLEDGEMENT,
            "consumed by a wait, and delivered after the crash",
            story ->
                story
                    .done("a", LOST)
                    .line(Kind.AWAIT, "t", "a")
                    .of(Kind.AWAITED, "a", "done", "true")
                    .killed()
                    .born()
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOT_AFTER_SUCCESS,
            "accepted twice in one life",
            story -> story.done("a", LOST).accepted("a").accepted("a").killed().drained()),
        plant(
            Invariant.NOT_AFTER_SUCCESS,
            "recorded as delivered, and again after the crash",
            story ->
                story
                    .done("a", LOST)
                    .accepted("a")
                    .of(Kind.CONCLUDED, "a")
                    .killed()
                    .born()
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOT_AFTER_SUCCESS,
            "confirmed, and taken again after the crash",
            story ->
                story
                    .done("a", LOST)
                    .of(Kind.TOOK, "a")
                    .line(Kind.CONFIRM, "t", "a")
                    .line(Kind.CONFIRMED, "t", "a", "done", "true")
                    .killed()
                    .born()
                    .of(Kind.TOOK, "a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOT_AFTER_SUCCESS,
            "accepted, closed in order, and again",
            story ->
                story
                    .done("a", LOST)
                    .accepted("a")
                    .closed()
                    .born()
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.EVERYTHING_DELIVERED,
            "delivered, says the row, and nobody has it",
            story -> story.done("a", LOST).killed().drained().of(Kind.ROW, "a")),
        plant(
            Invariant.EVERYTHING_DELIVERED,
            "acknowledged, says the row, and nobody has",
            story ->
                story
                    .done("a", LOST)
                    .killed()
                    .drained()
                    .of(Kind.ROW, "a", "delivery", "ACKNOWLEDGED")),
        plant(
            Invariant.EVERYTHING_DELIVERED,
            "it waits to the end",
            story ->
                story.done("a", LOST).killed().drained().of(Kind.ROW, "a", "delivery", "WAITING")),
        plant(
            Invariant.EVERYTHING_DELIVERED,
            "mail is left",
            story -> story.killed().drainedWith("parked", "1")),
        plant(
            Invariant.HELD_BACK,
            "held, and delivered",
            story -> story.done("a", LOST, "hold", "true").accepted("a").killed().drained()),
        plant(
            Invariant.ONE_AT_A_TIME,
            "with two readers",
            story ->
                story
                    .done("a", LOST)
                    .of(Kind.TOOK, "a")
                    .of(Kind.TOOK, "a")
                    .line(Kind.CONFIRM, "t", "a")
                    .killed()
                    .drained()),
        plant(
            Invariant.STRANGERS,
            "cancelled by a stranger",
            story ->
                story
                    .done("a", LOST)
                    .line(Kind.MEDDLED, "t", "a", "done", "true")
                    .accepted("a")
                    .killed()
                    .drained()));
  }

  private static Stream<Arguments> running() {
    return Stream.of(
        plant(
            Invariant.RUN_ONCE,
            "run again, and must not be",
            story ->
                story
                    .register("a", LOST)
                    .registered("a")
                    .of(Kind.BODY, "a")
                    .killed()
                    .born()
                    .now("a", "epoch", "2")
                    .of(Kind.BODY, "a")
                    .of(Kind.BODY_ENDS, "a")
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.RUN_ONCE,
            "run again without a crash",
            story ->
                story
                    .register("a", RERUN)
                    .registered("a")
                    .of(Kind.BODY, "a")
                    .now("a", "epoch", "2")
                    .of(Kind.BODY, "a")
                    .of(Kind.BODY_ENDS, "a")
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.ONE_ATTEMPT_ONE_WORKER,
            "one attempt twice",
            story ->
                story
                    .register("a", RERUN)
                    .registered("a")
                    .of(Kind.BODY, "a")
                    .killed()
                    .born()
                    .of(Kind.BODY, "a")
                    .of(Kind.BODY_ENDS, "a")
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.RUN_ONCE,
            "run after its end",
            story ->
                story
                    .done("a", RERUN)
                    .killed()
                    .born()
                    .of(Kind.BODY, "a", "epoch", "2")
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.RUN_ONCE,
            "run too often",
            story -> {
              story.register("a", RERUN).registered("a").of(Kind.BODY, "a");
              for (int epoch = 2; epoch <= 5; epoch++) {
                story.killed().born().now("a", "epoch", "" + epoch).of(Kind.BODY, "a");
              }
              return story.of(Kind.BODY_ENDS, "a").accepted("a").killed().drained();
            }),
        plant(
            Invariant.TRULY_LOST,
            "lost before it had begun",
            story ->
                story
                    .register("a", LOST)
                    .registered("a")
                    .killed()
                    .born()
                    .now("a", "status", "FAILED", "reason", "LOST", "epoch", "0")
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.TRULY_LOST,
            "lost, and could have been run again",
            story ->
                story
                    .register("a", RERUN)
                    .registered("a")
                    .of(Kind.BODY, "a")
                    .killed()
                    .born()
                    .now("a", "status", "FAILED", "reason", "LOST")
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.TRULY_LOST,
            "lost without a crash",
            story ->
                story
                    .register("a", CLOSURE)
                    .registered("a")
                    .now("a", "status", "FAILED", "reason", "LOST")
                    .accepted("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOTHING_LEFT_RUNNING,
            "running though its process has died",
            story ->
                story
                    .register("a", LOST)
                    .registered("a")
                    .of(Kind.BODY, "a")
                    .killed()
                    .born()
                    .of(Kind.SAW, "a", "status", "RUNNING")
                    .acknowledged("a")
                    .killed()
                    .drained()),
        plant(
            Invariant.NOTHING_LEFT_RUNNING,
            "queued to the end",
            story ->
                story
                    .register("a", RERUN)
                    .registered("a")
                    .killed()
                    .drained()
                    .of(Kind.ROW, "a", "status", "QUEUED")));
  }

  private static Stream<Arguments> living() {
    return Stream.of(
        plant(
            Invariant.LIVES,
            "a life that ended by itself",
            story -> story.line(Kind.EXITED, "code", "1").drained()),
        plant(
            Invariant.LIVES,
            "a life that hung",
            story -> story.line(Kind.HUNG, "code", "137").drained()),
        plant(
            Invariant.LIVES,
            "an exception that must not be",
            story -> story.line(Kind.BROKEN, "what", "NullPointerException").killed().drained()),
        plant(Invariant.LIVES, "no end", story -> story.killed()));
  }
}
