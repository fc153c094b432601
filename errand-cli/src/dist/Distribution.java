import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Packs the command line with a Java of its own: {@code target/errand-VERSION.tar.gz}. A program
 * because it needs the JDK the code is built with, of which Maven, on another one, has no plugin.
 *
 * <p>Arguments: the root of the checkout, the folder of this module, the version.
 */
class Distribution {
  /** What jars use of the JDK that no module descriptor of theirs says, and no more than that. */
  private static final String MODULES =
      String.join(
          ",",
          "java.base",
          "java.logging",
          "java.management", // the memory and threads that /metrics shows
          "java.naming", // Jetty
          "java.net.http", // webhooks
          "java.sql", // SQLite
          "jdk.jcmd", // to look into a daemon that misbehaves
          "jdk.net", // who is at the other end of a socket
          "jdk.unsupported"); // Jackson and SQLite

  /** A command lives for a moment: what starts fastest; and not a word from the JVM itself. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xlog:disable",
          "-Xlog:all=off",
          "--enable-native-access=ALL-UNNAMED");

  private final Path checkout;
  private final Path module;
  private final Path target;
  private final String name;
  private final Path root;

  private Distribution(Path checkout, Path module, String version) {
    this.checkout = checkout;
    this.module = module;
    target = module.resolve("target");
    name = "errand-" + version;
    root = target.resolve(name);
  }

  public static void main(String[] args) throws Exception {
    new Distribution(Path.of(args[0]), Path.of(args[1]), args[2]).pack();
  }

  private void pack() throws Exception {
    delete(root);
    Files.createDirectories(root);
    copyFiles();
    linkRuntime();
    describe();
    train();
    run(
        target.resolve("distribution.log"),
        "tar",
        "--sort=name",
        "--owner=0",
        "--group=0",
        "-C",
        target.toString(),
        "-czf",
        root + ".tar.gz",
        name);
    delete(root);
  }

  private void copyFiles() throws IOException {
    copy(checkout.resolve("LICENSE"), root.resolve("LICENSE"));
    copy(module.resolve("src/dist/README.md"), root.resolve("README.md"));
    copy(module.resolve("src/dist/bin"), root.resolve("bin"));
    copy(target.resolve("errand-cli.jar"), root.resolve("errand-cli.jar"));
    copy(target.resolve("lib"), root.resolve("lib"));
  }

  private void linkRuntime() throws IOException {
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    int status =
        jlink.run(
            new PrintWriter(Writer.nullWriter()), // it says that it has made an archive
            new PrintWriter(System.err, true),
            "--add-modules",
            MODULES,
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--generate-cds-archive", // for the daemon
            "--output",
            root.resolve("runtime").toString());
    if (status != 0) {
      throw new IOException("jlink failed; -Ddist.skip builds without a distribution");
    }
    Files.write(root.resolve("runtime/errand.options"), OPTIONS);
  }

  /** Lets errand write its manual page and its completions. */
  private void describe() throws Exception {
    Path man = Files.createDirectories(root.resolve("share/man/man1"));
    errand(man.resolve("errand.1"), List.of(), "man");
    Path completions = Files.createDirectories(root.resolve("share/completions"));
    for (String shell : List.of("bash", "fish", "zsh")) {
      errand(completions.resolve("errand." + shell), List.of(), "completion", shell);
    }
  }

  /**
   * Records what a command loads (JEP 514). The record does not mind being moved with its jars; but
   * the JVM that writes it does mind spaces in paths, so all are relative.
   */
  private void train() throws Exception {
    errand(
        target.resolve("distribution.log"),
        List.of("-XX:AOTCacheOutput=runtime/errand.aot", "-Derrand.train=true"),
        "ls");
  }

  private void errand(Path output, List<String> options, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("runtime/bin/java").toString());
    command.add("@runtime/errand.options");
    command.addAll(options);
    command.addAll(List.of("-cp", "errand-cli.jar", "dev.errand.cli.Main"));
    command.addAll(List.of(words));
    run(output, command.toArray(String[]::new));
  }

  private void run(Path output, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(
          "failed: " + List.of(command) + System.lineSeparator() + Files.readString(output));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : treeOf(from)) {
      Path copy = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      List<Path> tree = new ArrayList<>(treeOf(folder));
      tree.sort(Comparator.reverseOrder());
      for (Path file : tree) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> treeOf(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.toList();
    }
  }
}
