package dev.errand.daemon.jobs;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the daemon keeps with a command beyond what the manager knows: to run it again, and to tell
 * its hook.
 *
 * @param timeout how long it may run
 * @param priority among the queued jobs of its owner
 * @param onComplete the line of a hook
 * @param onCompleteIn where that line runs
 * @param webhook the URL of a hook
 */
record Note(
    Optional<Duration> timeout,
    int priority,
    Optional<String> onComplete,
    Optional<String> onCompleteIn,
    Optional<String> webhook) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Note NONE =
      new Note(Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());

  /** Of a job without a hook. */
  static Note of(Optional<Duration> timeout, int priority) {
    return new Note(timeout, priority, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Note of(StartRequest request) {
    Optional<Hook.OnComplete> line =
        request.hook().filter(Hook.OnComplete.class::isInstance).map(Hook.OnComplete.class::cast);
    return new Note(
        request.timeout(),
        request.priority(),
        line.map(Hook.OnComplete::line),
        line.map(Hook.OnComplete::directory),
        request.hook().filter(Hook.Webhook.class::isInstance).map(it -> ((Hook.Webhook) it).url()));
  }

  static Note parse(String text) {
    try {
      return text.isEmpty() ? NONE : JSON.readValue(text, Note.class);
    } catch (JacksonException notOurs) {
      return NONE;
    }
  }

  String text() {
    return JSON.writeValueAsString(this);
  }

  Optional<Hook> hook() {
    return webhook
        .<Hook>map(Hook.Webhook::new)
        .or(() -> onComplete.map(it -> new Hook.OnComplete(it, onCompleteIn.orElse("/"))));
  }
}
