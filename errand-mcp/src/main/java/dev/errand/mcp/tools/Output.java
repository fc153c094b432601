package dev.errand.mcp.tools;

import dev.errand.shell.log.LogPage;
import dev.errand.shell.log.LogTail;
import tools.jackson.databind.node.ObjectNode;

/**
 * A part of what a job has printed, made harmless.
 *
 * @param from the cursor of its first byte
 * @param next the cursor to go on at
 * @param missing what is not shown before it, in words; empty if nothing is
 * @param complete whether nothing more can come
 * @param text what is shown
 */
record Output(long from, long next, String missing, boolean complete, String text) {

  static Output of(LogTail tail) {
    String missing = tail.from() > 0 ? "output before cursor " + tail.from() + " is not shown" : "";
    return new Output(
        tail.from(),
        tail.next(),
        missing,
        tail.complete(),
        Untrusted.shortLines(Untrusted.clean(tail.text())));
  }

  static Output of(LogPage page) {
    String missing =
        page.skipped() > 0 ? page.skipped() + " bytes were given up to keep the log's quota" : "";
    return new Output(
        page.from(), page.next(), missing, page.complete(), Untrusted.clean(page.text()));
  }

  /** What is no command has a result, and no log. */
  static Output ofResult(String text, boolean complete, int most) {
    String clean = Untrusted.clean(text);
    String shown = Untrusted.tail(clean, most);
    return new Output(
        0,
        0,
        shown.length() < clean.length() ? "only the last " + most + " characters are shown" : "",
        complete,
        Untrusted.shortLines(shown));
  }

  /** With not more than the last so many characters, from the beginning of a line if it can be. */
  Output last(int most) {
    if (text.length() <= most) {
      return this;
    }
    String tail = Untrusted.tail(text, most);
    int line = tail.indexOf('\n');
    String shown = line >= 0 && line < tail.length() / 2 ? tail.substring(line + 1) : tail;
    return new Output(from, next, "only the last part is shown", complete, shown);
  }

  /** Into an object of an answer. */
  void into(ObjectNode json) {
    ObjectNode output = json.putObject("output");
    output.put("fromCursor", from);
    output.put("nextCursor", next);
    output.put("complete", complete);
    if (!missing.isEmpty()) {
      output.put("missing", missing);
    }
    output.put("untrustedText", text);
  }

  /** As text. */
  String fenced(String jobId) {
    if (text.isEmpty()) {
      return complete ? "It printed nothing.\n" : "It has printed nothing yet.\n";
    }
    String what = "output of " + jobId + (missing.isEmpty() ? "" : ", " + missing);
    return Untrusted.fence(what, text);
  }
}
