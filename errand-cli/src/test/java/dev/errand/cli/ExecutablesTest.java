package dev.errand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.Executables.Found;
import dev.errand.cli.Executables.Missing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Commands are found as the shell finds them")
class ExecutablesTest {
  @TempDir Path folder;
  private Path first;
  private Path second;
  private Executables executables;

  @BeforeEach
  void twoFolders() throws Exception {
    first = Files.createDirectory(folder.resolve("first"));
    second = Files.createDirectory(folder.resolve("second"));
    executables = new Executables(Optional.of("/no/such/folder:" + first + ":" + second));
  }

  @Test
  @DisplayName("in PATH, in its order, passing over what cannot be executed")
  void path() throws Exception {
    file(first, "tool", "rw-r--r--");
    Path tool = file(second, "tool", "rwxr-xr-x");
    Files.createDirectory(first.resolve("other"));
    Path other = file(second, "other", "rwxr-xr-x");

    assertThat(executables.find("tool")).isEqualTo(new Found(tool));
    assertThat(executables.find("other")).isEqualTo(new Found(other));
  }

  @Test
  @DisplayName("by path, where the name has a slash")
  void slash() throws Exception {
    Path tool = file(second, "tool", "rwxr-xr-x");

    assertThat(executables.find(tool + "")).isEqualTo(new Found(tool));
    assertThat(executables.find(folder + "/tool"))
        .isEqualTo(new Missing("no such file or directory", 127));
  }

  @Test
  @DisplayName("or the reason is said")
  void missing() throws Exception {
    file(first, "plain", "rw-r--r--");

    assertThat(executables.find("plain")).isEqualTo(new Missing("is not executable", 126));
    assertThat(executables.find("nope")).isEqualTo(new Missing("command not found", 127));
    assertThat(executables.find("")).isEqualTo(new Missing("the command is empty", 127));
    assertThat(executables.find(folder + "")).isEqualTo(new Missing("is a directory", 126));
    assertThat(executables.find("a\0b")).isEqualTo(new Missing("command not found", 127));
  }

  private static Path file(Path in, String name, String mode) throws Exception {
    Path file = Files.writeString(in.resolve(name), "#!/bin/sh\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
