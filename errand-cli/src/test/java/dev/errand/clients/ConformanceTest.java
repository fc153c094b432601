package dev.errand.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each scenario of the protocol's own suite that is about something we offer. */
@Tag("clients")
@DisplayName("The conformance suite of the protocol")
final class ConformanceTest {
  private static final String SUITE =
      "node_modules/@modelcontextprotocol/conformance/dist/index.js";

  /** The suite leaves one of them out, which is not written yet. */
  private static final int CHECKS_OF_TASKS = 44;

  @TempDir private static Path folder;

  private static FixtureServer server;
  private static NodeProgram suite;

  @BeforeAll
  static void start() throws IOException {
    server = new FixtureServer(folder);
    suite = new NodeProgram(folder, SUITE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "passes {0}, {1} checks, as to tasks")
  @CsvSource({
    "tasks-lifecycle, 9",
    "tasks-capability-negotiation, 5",
    "tasks-wire-fields, 4",
    "tasks-request-state-removal, 3",
    "tasks-mrtr-input, 4",
    "tasks-request-headers, 5",
    "tasks-dispatch-and-envelope, 9",
    "tasks-status-notifications, 0",
    "tasks-required-task-error, 3",
    "tasks-mrtr-composition, 2",
  })
  void tasks(String scenario, int checks) throws Exception {
    // Without a version: with one, the suite leaves them out and calls it a success.
    NodeProgram.Ended ended = suite.run("server", "--url", server.url(), "--scenario", scenario);
    assertPassed(ended, checks, checks, 0);
  }

  @Test
  @DisplayName("has 44 checks of tasks, and the tests above are all of them")
  void allChecksOfTasks() throws Exception {
    CsvSource rows =
        ConformanceTest.class
            .getDeclaredMethod("tasks", String.class, int.class)
            .getAnnotation(CsvSource.class);
    int checks =
        Arrays.stream(rows.value()).mapToInt(row -> Integer.parseInt(row.split(", ")[1])).sum();
    assertThat(checks).isEqualTo(CHECKS_OF_TASKS);
    Set<String> scenarios =
        Arrays.stream(rows.value()).map(row -> row.split(", ")[0]).collect(Collectors.toSet());
    assertThat(scenarios())
        .filteredOn(it -> it.startsWith("tasks-"))
        .containsExactlyInAnyOrderElementsOf(scenarios);
  }

  @ParameterizedTest(name = "passes {1} of revision {0}, {2} checks")
  @CsvSource({
    "2025-11-25, server-initialize, 3",
    "2025-11-25, server-session-lifecycle, 3",
    "2025-11-25, ping, 2",
    "2025-11-25, tools-list, 3",
    "2025-11-25, tools-call-simple-text, 2",
    "2025-11-25, tools-call-error, 2",
    "2025-11-25, tools-call-with-progress, 2",
    "2025-11-25, json-schema-2020-12, 8",
    "2025-11-25, server-sse-multiple-streams, 1",
    "2025-11-25, dns-rebinding-protection, 2",
    "2026-07-28, server-stateless, 28",
    "2026-07-28, tools-list, 4",
    "2026-07-28, tools-call-simple-text, 2",
    "2026-07-28, tools-call-error, 2",
    "2026-07-28, tools-call-with-progress, 2",
    "2026-07-28, json-schema-2020-12, 8",
    "2026-07-28, server-sse-multiple-streams, 1",
    "2026-07-28, dns-rebinding-protection, 2",
    "2026-07-28, http-header-validation, 14",
    "2026-07-28, input-required-result-unsupported-methods, 2",
  })
  void revision(String revision, String scenario, int checks) throws Exception {
    assertPassed(run(revision, scenario), checks, checks, 0);
  }

  @Test
  @DisplayName("finds hints for caches at what we list, and misses lists that we do not have")
  void caching() throws Exception {
    NodeProgram.Ended ended = run("2026-07-28", "caching");
    assertPassed(ended, 4, 7, 3);
    assertThat(ended.out() + ended.err())
        .contains(
            "prompts/list returned JSON-RPC error -32601",
            "resources/list returned JSON-RPC error -32601",
            "resources/templates/list returned JSON-RPC error -32601");
  }

  @Test
  @DisplayName("has no server scenario beside those of which docs/agents.md says why not")
  void others() throws Exception {
    CsvSource rows =
        ConformanceTest.class
            .getDeclaredMethod("revision", String.class, String.class, int.class)
            .getAnnotation(CsvSource.class);
    Set<String> run =
        Arrays.stream(rows.value()).map(row -> row.split(", ")[1]).collect(Collectors.toSet());
    Set<String> others = new TreeSet<>(scenarios());
    others.removeIf(it -> run.contains(it) || it.startsWith("tasks-"));
    String docs = Files.readString(Path.of("../docs/agents.md"));
    String section = docs.substring(docs.indexOf("## Conformance"));
    Set<String> documented =
        Pattern.compile("`([a-z0-9-]+)`(?=[^|\n]*\\|[^|\n]*\\|$)", Pattern.MULTILINE)
            .matcher(section)
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(others);
  }

  private static Set<String> scenarios() throws Exception {
    NodeProgram.Ended ended = suite.run("list", "--server");
    assertThat(ended.code()).isZero();
    return Pattern.compile("^  - (\\S+)", Pattern.MULTILINE)
        .matcher(ended.out())
        .results()
        .map(it -> it.group(1))
        .collect(Collectors.toSet());
  }

  private static NodeProgram.Ended run(String revision, String scenario) throws Exception {
    return suite.run(
        "server", "--url", server.url(), "--scenario", scenario, "--spec-version", revision);
  }

  private static void assertPassed(NodeProgram.Ended ended, int passed, int all, int failed) {
    String wrote = ended.out() + ended.err();
    assertThat(
            Pattern.compile("Passed: (\\d+/\\d+, \\d+ failed)")
                .matcher(wrote)
                .results()
                .map((MatchResult it) -> it.group(1)))
        .as(wrote)
        .containsExactly(passed + "/" + all + ", " + failed + " failed");
    assertThat(ended.code()).as(wrote).isEqualTo(failed == 0 ? 0 : 1);
  }
}
