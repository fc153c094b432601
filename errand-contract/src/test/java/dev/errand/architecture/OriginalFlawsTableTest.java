package dev.errand.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of flaws in docs/from-the-original.md names the tests that there are, for all 37. */
class OriginalFlawsTableTest {
  private static final int FLAWS = 37;
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\d+) \\|.*\\|(.*)\\|$", Pattern.MULTILINE);
  private static final Pattern TEST_CLASS = Pattern.compile("`(OriginalFlaws\\w*Test)`");
  private static final Pattern DISPLAY_NAME = Pattern.compile("\"flaw (\\d+):");

  @Test
  @DisplayName(
      "each flaw of the original stands in the table, with the tests that are named for it")
  void tableIsTrue() throws IOException {
    Map<Integer, List<String>> table = new TreeMap<>();
    String page = Files.readString(Repository.file("docs/from-the-original.md"));
    ROW.matcher(page)
        .results()
        .forEach(row ->
            table.put(
                Integer.valueOf(row.group(1)),
                TEST_CLASS.matcher(row.group(2)).results().map(name -> name.group(1)).toList()));

    assertThat(table.keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, FLAWS).boxed().toList());
    Map<Integer, List<String>> tests = tests();
    table.forEach((flaw, classes) ->
        assertThat(classes)
            .as("tests of flaw %d", flaw)
            .containsExactlyInAnyOrderElementsOf(tests.getOrDefault(flaw, List.of())));
  }

  /** For each flaw the classes with tests whose names begin with it. */
  private static Map<Integer, List<String>> tests() throws IOException {
    Map<Integer, List<String>> tests = new TreeMap<>();
    Path folder = Repository.file("errand-contract/src/test/java/dev/errand/contract");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().contains("OriginalFlaws")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        DISPLAY_NAME
            .matcher(Files.readString(file))
            .results()
            .map((MatchResult flaw) -> Integer.valueOf(flaw.group(1)))
            .distinct()
            .forEach(flaw -> tests.merge(flaw, List.of(name), OriginalFlawsTableTest::both));
      }
    }
    return tests;
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
