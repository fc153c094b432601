package dev.errand.spi;

/** What {@link Transitions} says to a step: the run as it stands afterwards, or why not. */
public sealed interface Transition {

  /**
   * The step applies.
   *
   * @param run the run as it stands afterwards
   */
  record Applied(Run run) implements Transition {}

  /**
   * The step does not apply; the run stays as it is.
   *
   * @param why the reason
   */
  record Refused(Refusal why) implements Transition {}
}
