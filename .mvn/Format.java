import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Runs google-java-format over all Java sources: {@code check} fails on an unformatted file, {@code
 * apply} formats it. A program of its own because the formatter parses with the JDK it runs on, and
 * Maven (and with it Spotless) may run on 17, which cannot read record patterns.
 */
class Format {
  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    List<String> command = new ArrayList<>();
    command.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    sources(Path.of(args[1]), command);
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    int status = formatter.run(System.out, System.err, command.toArray(String[]::new));
    if (status != 0 && !apply) {
      System.err.println("The files above are not formatted; run: mvn -N verify -Dformat=apply");
    }
    System.exit(status);
  }

  private static void sources(Path root, List<String> into) throws IOException {
    try (var folders = Files.newDirectoryStream(root, "{.mvn,errand-*}")) {
      for (Path folder : folders) {
        Path generated = folder.resolve("target");
        try (var files = Files.walk(folder)) {
          files
              .filter(file -> file.toString().endsWith(".java") && !file.startsWith(generated))
              .map(Path::toString)
              .sorted()
              .forEach(into::add);
        }
      }
    }
  }
}
