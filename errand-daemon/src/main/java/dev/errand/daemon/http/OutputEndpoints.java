package dev.errand.daemon.http;

import dev.errand.daemon.jobs.Errands;
import dev.errand.shell.log.JobLog;
import dev.errand.shell.log.LogFollower;
import dev.errand.shell.log.LogMatches;
import dev.errand.shell.log.LogPage;
import dev.errand.shell.log.LogTail;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What jobs print, over the API. */
final class OutputEndpoints {
  private static final int PAGE = 64 * 1024;
  private static final int LARGEST_PAGE = 1 << 20;
  private static final int MATCHES = 200;
  private static final long SEARCHED = 1L << 30;
  private static final Duration BETWEEN = Duration.ofSeconds(10);

  private final Errands errands;

  OutputEndpoints(Errands errands) {
    this.errands = errands;
  }

  void addTo(Router router) {
    router
        .add("GET", "/v1/jobs/{id}/output", this::page)
        .add("GET", "/v1/jobs/{id}/output/raw", this::raw);
  }

  /**
   * A part of the output.
   *
   * @param from the cursor of its first byte
   * @param next the cursor to go on at
   * @param skipped how many bytes that were asked for had been given up
   * @param complete whether nothing more can come
   */
  record Output(long from, long next, long skipped, boolean complete, String text) {}

  record Line(long cursor, String text, boolean cut) {}

  record Matches(long next, long skipped, boolean complete, List<Line> lines) {}

  private void page(Exchange exchange) throws IOException {
    JobLog log = errands.log(ApiEndpoints.job(errands, exchange));
    Optional<Long> lines = number(exchange, "lines");
    long cursor = number(exchange, "cursor").orElse(0L);
    int most = Math.clamp(number(exchange, "limit").orElse((long) PAGE), 4, LARGEST_PAGE);
    Optional<String> pattern = exchange.query("grep");
    if (pattern.isPresent()) {
      LogMatches found = log.search(compiled(pattern.get()), cursor, MATCHES, SEARCHED);
      exchange.ok(
          new Matches(
              found.next(),
              found.skipped(),
              found.complete(),
              found.matches().stream()
                  .map(it -> new Line(it.cursor(), it.text(), it.cut()))
                  .toList()));
    } else if (lines.isPresent()) {
      int count = Math.clamp(lines.get(), 1, 1_000_000);
      LogTail tail = log.lastLines(count, most);
      exchange.ok(new Output(tail.from(), tail.next(), 0, tail.complete(), tail.text()));
    } else {
      LogPage page = log.read(cursor, most);
      exchange.ok(
          new Output(page.from(), page.next(), page.skipped(), page.complete(), page.text()));
    }
  }

  /** All bytes from a cursor to the end of the job, as they come. */
  private void raw(Exchange exchange) throws IOException, InterruptedException {
    LogFollower follower =
        errands
            .log(ApiEndpoints.job(errands, exchange))
            .follow(number(exchange, "cursor").orElse(0L));
    boolean follow = exchange.query("follow").filter("true"::equals).isPresent();
    try (OutputStream out = exchange.stream("application/octet-stream")) {
      LogPage page;
      do {
        page = follower.next(follow ? BETWEEN : Duration.ZERO);
        out.write(page.bytes());
        out.flush();
      } while (!page.complete() && (follow || page.length() > 0));
    }
  }

  private static Pattern compiled(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException("grep: " + wrong.getDescription(), wrong);
    }
  }

  private static Optional<Long> number(Exchange exchange, String name) {
    return exchange
        .query(name)
        .map(text -> {
          try {
            long number = Long.parseLong(text);
            if (number >= 0) {
              return number;
            }
          } catch (NumberFormatException wrong) {
            // said below
          }
          throw new IllegalArgumentException(name + " must be a number, 0 or more");
        });
  }
}
