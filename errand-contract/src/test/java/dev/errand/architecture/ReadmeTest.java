package dev.errand.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in README.md compiles, runs, and prints what README.md says it prints. */
class ReadmeTest {
  private static final Pattern SNIPPET =
      Pattern.compile("```java\\R(.*?)```\\s*prints\\s*```text\\R(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  @DisplayName("the snippet of README.md compiles, runs, and prints what README.md says")
  void snippetIsTrue() throws Exception {
    Matcher snippet = SNIPPET.matcher(Files.readString(Repository.file("README.md")));
    int found = 0;
    while (snippet.find()) {
      found++;
      String code = snippet.group(1);
      assertThat(code.lines()).hasSizeLessThanOrEqualTo(25);
      assertThat(run(code)).isEqualTo(snippet.group(2));
    }
    assertThat(found).as("snippets in README.md").isPositive();
  }

  private String run(String code) throws Exception {
    Path source = folder.resolve("Readme.java");
    Files.writeString(source, code);
    compile(source);
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Readme")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void compile(Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  errors,
                  files,
                  null,
                  List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(errors.toString()).isTrue();
    }
  }
}
