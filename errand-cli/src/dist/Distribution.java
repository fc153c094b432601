import java.io.IOException;
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
    train();
    run(
        "tar",
        "--sort=name",
        "--owner=0",
        "--group=0",
        "-C",
        target + "",
        "-czf",
        root + ".tar.gz",
        name);
    delete(root);
  }

  private void copyFiles() throws IOException {
    for (String folder : List.of("share/man/man1", "share/completions")) {
      Files.createDirectories(root.resolve(folder));
    }
    copy(checkout.resolve("LICENSE"), root.resolve("LICENSE"));
    copy(module.resolve("src/dist/README.md"), root.resolve("README.md"));
    copy(module.resolve("src/dist/bin"), root.resolve("bin"));
    copy(target.resolve("errand-cli.jar"), root.resolve("errand-cli.jar"));
    copy(target.resolve("lib"), root.resolve("lib"));
    if (Files.exists(target.resolve("share"))) {
      copy(target.resolve("share"), root.resolve("share"));
    }
  }

  private void linkRuntime() throws IOException {
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    int status =
        jlink.run(
            System.out,
            System.err,
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

  /**
   * Records what a command loads (JEP 514). The record does not mind being moved with its jars; but
   * the JVM that writes it does mind spaces in paths, so they are relative here.
   */
  private void train() throws Exception {
    run(
        root.resolve("runtime/bin/java").toString(),
        "@runtime/errand.options",
        "-XX:AOTCacheOutput=runtime/errand.aot",
        "-Derrand.train=true",
        "-cp",
        "errand-cli.jar",
        "dev.errand.cli.Main",
        "ls");
  }

  private void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + List.of(command));
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
