package dev.errand.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Whose agent it is")
final class AgentOwnerTest {
  @TempDir Path folder;

  private AgentOwner owner(Map<String, String> environment) {
    return AgentOwner.of(environment, folder);
  }

  @Test
  @DisplayName("is what somebody said, whatever else there is, and then there is nothing to note")
  void said() {
    AgentOwner owner =
        owner(
            Map.of("ERRAND_OWNER", " me ", "CLAUDE_CODE_SESSION_ID", "s", "CODEX_THREAD_ID", "t"));
    assertThat(owner).isEqualTo(new AgentOwner("me", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLAUDE_CODE_SESSION_ID", "CODEX_THREAD_ID"})
  @DisplayName("else the session of its client, and the note says from where and how to change it")
  void session(String variable) {
    AgentOwner owner = owner(Map.of(variable, " s-1 ", "ERRAND_OWNER", " "));
    assertThat(owner.name()).isEqualTo("session:s-1");
    assertThat(owner.note()).contains(variable, "set ERRAND_OWNER");
  }

  @Test
  @DisplayName("of two sessions the first that is not blank, in an order that stays")
  void sessions() {
    String claude = "CLAUDE_CODE_SESSION_ID";
    String codex = "CODEX_THREAD_ID";
    assertThat(owner(Map.of(claude, "a", codex, "b")).name()).isEqualTo("session:a");
    assertThat(owner(Map.of(claude, "\t", codex, "b")).name()).isEqualTo("session:b");
  }

  @Test
  @DisplayName("else its project, the same from everywhere in it")
  void project() throws IOException {
    Path inside = Files.createDirectories(folder.resolve("project/src/main"));
    Files.createDirectory(folder.resolve("project/.git"));
    AgentOwner owner = AgentOwner.of(Map.of("CODEX_THREAD_ID", ""), inside);
    assertThat(owner.name()).isEqualTo("dir:" + folder.resolve("project"));
    assertThat(owner.note()).contains("project directory", "set ERRAND_OWNER");
    assertThat(AgentOwner.of(Map.of(), inside.resolve("../.."))).isEqualTo(owner);
  }

  @Test
  @DisplayName("else its directory, where nothing looks like a project")
  void directory() {
    assertThat(owner(Map.of()).name()).isEqualTo("dir:" + folder);
  }

  @Test
  @DisplayName("a name that is too long or cannot be printed is another one, but its own")
  void shortened() {
    String odd = "s\n".repeat(100);
    String name = owner(Map.of("CODEX_THREAD_ID", odd + "1")).name();
    assertThat(name).hasSizeLessThanOrEqualTo(180).matches("session:(s\\?)+s?#[0-9a-f]{16}");
    assertThat(owner(Map.of("CODEX_THREAD_ID", odd + "1")).name()).isEqualTo(name);
    assertThat(owner(Map.of("CODEX_THREAD_ID", odd + "2")).name()).isNotEqualTo(name);
    assertThat(owner(Map.of("CODEX_THREAD_ID", "s\ns")).name())
        .isNotEqualTo(owner(Map.of("CODEX_THREAD_ID", "s?s")).name());
  }
}
