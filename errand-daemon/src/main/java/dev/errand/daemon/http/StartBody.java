package dev.errand.daemon.http;

import dev.errand.daemon.jobs.Hook;
import dev.errand.daemon.jobs.StartRequest;
import dev.errand.shell.text.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/jobs}; see docs/api.md. What is not said is null. */
record StartBody(
    @Nullable List<String> argv,
    @Nullable String shell,
    @Nullable String cwd,
    @Nullable Map<String, String> env,
    @Nullable Boolean stdin,
    @Nullable String idleTimeout,
    @Nullable Long quota,
    @Nullable String id,
    @Nullable String owner,
    @Nullable String type,
    @Nullable String label,
    @Nullable String timeout,
    @Nullable Boolean queue,
    @Nullable Integer priority,
    @Nullable String key,
    @Nullable String onComplete,
    @Nullable String webhook) {

  StartRequest request() {
    String directory = required("cwd", cwd);
    if (!Path.of(directory).isAbsolute()) {
      throw new IllegalArgumentException("cwd must be an absolute path");
    }
    return new StartRequest(
        words(),
        directory,
        env == null ? Map.of() : env,
        Boolean.TRUE.equals(stdin),
        span("idleTimeout", idleTimeout),
        Optional.ofNullable(quota),
        Optional.ofNullable(id),
        Optional.ofNullable(type),
        Optional.ofNullable(label),
        span("timeout", timeout),
        !Boolean.FALSE.equals(queue),
        priority == null ? 0 : priority,
        Optional.ofNullable(key),
        false,
        hook(directory));
  }

  private List<String> words() {
    if ((argv == null) == (shell == null)) {
      throw new IllegalArgumentException("one of argv and shell is needed, and not both");
    }
    List<String> words = argv == null ? List.of("/bin/sh", "-c", required("shell", shell)) : argv;
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      throw new IllegalArgumentException("argv must begin with a program");
    }
    return words;
  }

  private Optional<Hook> hook(String directory) {
    if (onComplete != null && webhook != null) {
      throw new IllegalArgumentException("onComplete and webhook cannot both be given");
    }
    return onComplete != null
        ? Optional.of(new Hook.OnComplete(onComplete, directory))
        : Optional.ofNullable(webhook).map(Hook.Webhook::new);
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  static Optional<Duration> span(String name, @Nullable String text) {
    return Optional.ofNullable(text).map(named(name, DurationText::parse));
  }

  static <T> Function<String, T> named(String name, Function<String, T> reading) {
    return text -> {
      try {
        return reading.apply(text);
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(name + ": " + wrong.getMessage(), wrong);
      }
    };
  }
}
