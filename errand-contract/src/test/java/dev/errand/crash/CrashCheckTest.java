package dev.errand.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The harness itself: what a store has forgotten is noticed. */
class CrashCheckTest {

  @Test
  @DisplayName("J1 a store that is put back to what it was two lives ago is found out")
  void forgetfulStore() throws IOException, InterruptedException {
    Folder folder = Folder.fresh("forgetful");
    Checker checker = new Checker();
    new Series(folder, 7, 4)
        .run(
            checker::see,
            life -> {
              if (life == 1) {
                copy(folder, folder.root().resolve("before"));
              } else if (life == 3) {
                restore(folder, folder.root().resolve("before"));
              }
            });
    Findings findings = checker.end();
    assertThat(findings.of(Invariant.REGISTRATION_KEPT)).isNotEmpty();
    assertThat(findings.of(Invariant.OUTCOME_KEPT)).isNotEmpty();
    assertThat(findings.of(Invariant.NO_ID_TWICE)).isNotEmpty();
  }

  private static List<String> files(Folder folder) {
    String name = folder.store().getFileName().toString();
    return List.of(name, name + "-wal");
  }

  private static void copy(Folder folder, Path to) {
    try {
      Files.createDirectories(to);
      for (String file : files(folder)) {
        if (Files.exists(folder.root().resolve(file))) {
          Files.copy(folder.root().resolve(file), to.resolve(file));
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void restore(Folder folder, Path from) {
    try {
      Files.deleteIfExists(Path.of(folder.store() + "-shm"));
      for (String file : files(folder)) {
        Files.deleteIfExists(folder.root().resolve(file));
        if (Files.exists(from.resolve(file))) {
          Files.copy(
              from.resolve(file), folder.root().resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
