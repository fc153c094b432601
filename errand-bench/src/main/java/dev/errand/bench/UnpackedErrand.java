package dev.errand.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The command line as it is given out, unpacked for one measurement.
 *
 * @param root what its archive has at the top
 */
record UnpackedErrand(Path root) {
  private static final String PROGRAM = "bin/errand";

  /** Unpacks an archive into this folder. */
  static UnpackedErrand of(Path archive, Path folder) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
            .inheritIO()
            .start();
    Expect.count("exit code of tar", 0, tar.waitFor());
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(it -> Files.isExecutable(it.resolve(PROGRAM)))
          .findFirst()
          .map(UnpackedErrand::new)
          .orElseThrow(() -> new IOException(archive + " has no " + PROGRAM));
    }
  }

  /** What is run. */
  String program() {
    return root.resolve(PROGRAM).toString();
  }
}
