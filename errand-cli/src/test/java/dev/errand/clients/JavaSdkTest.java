package dev.errand.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.whole.DaemonHome;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("clients")
@DisplayName("The Java SDK")
final class JavaSdkTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "lists tools, starts jobs and waits for them, over {0}")
  @EnumSource
  void all(Transport transport) throws Exception {
    try (DaemonHome home = new DaemonHome(folder.resolve("home"));
        McpSyncClient client = McpClient.sync(connection(transport, home)).build()) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("errand");
      assertThat(client.listTools().tools())
          .extracting(Tool::name)
          .containsExactlyElementsOf(Seen.TOOLS);
      assertThat(call(client, "job_start", Map.of("command", "echo hello")))
          .contains("COMPLETED, exit code 0", "\nhello\n");
      Map<String, Object> asking =
          Map.of(
              "command",
              "read line; echo \"it was sent $line\"",
              "id",
              "asks",
              "stdin",
              true,
              "background_after",
              0);
      assertThat(call(client, "job_start", asking)).contains("goes on in the background");
      assertThat(call(client, "job_send", Map.of("job", "asks", "text", "a line\n")))
          .startsWith("Sent to asks");
      assertThat(call(client, "job_wait", Map.of("jobs", List.of("asks"))))
          .contains("COMPLETED, exit code 0", "\nit was sent a line\n");
    }
  }

  private static McpClientTransport connection(Transport transport, DaemonHome home)
      throws Exception {
    if (transport == Transport.STDIO) {
      List<String> command = Transport.command(home);
      ServerParameters parameters =
          ServerParameters.builder(command.getFirst())
              .args(command.subList(1, command.size()))
              .env(Transport.environment(home))
              .build();
      return new StdioClientTransport(parameters, McpJsonDefaults.getMapper());
    }
    URI uri = URI.create(Transport.url(home));
    Map<String, String> headers = Transport.headers(home);
    return HttpClientStreamableHttpTransport.builder("http://" + uri.getAuthority())
        .endpoint(uri.getPath())
        .httpRequestCustomizer(
            (request, method, target, body, context) -> headers.forEach(request::header))
        .build();
  }

  private static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
    CallToolResult result =
        client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    assertThat(result.isError()).as(result.toString()).isFalse();
    return ((TextContent) result.content().getFirst()).text();
  }
}
