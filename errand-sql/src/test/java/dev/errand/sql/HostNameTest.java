package dev.errand.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HostNameTest {

  @Test
  @DisplayName("K2 a host is called as its kernel says, whatever the name service knows")
  void kernel() throws Exception {
    assertThat(HostName.ofThisMachine())
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
  }
}
