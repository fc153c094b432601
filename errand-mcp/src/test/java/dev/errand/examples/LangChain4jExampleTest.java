package dev.errand.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.mcp.Agents;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The example for LangChain4j")
final class LangChain4jExampleTest {
  @TempDir Path folder;

  interface Assistant {
    String chat(@MemoryId String conversation, @UserMessage String message);
  }

  /** A model that always does the same: starts a job, waits for it, says what came of it. */
  private static final class Scripted implements ChatModel {
    final List<String> offered = new ArrayList<>();

    @Override
    public ChatResponse doChat(ChatRequest request) {
      offered.clear();
      request.toolSpecifications().forEach(tool -> offered.add(tool.name()));
      ChatMessage last = request.messages().getLast();
      if (!(last instanceof ToolExecutionResultMessage result)) {
        return answer(
            call(
                "job_start",
                "{\"command\":\"read x; echo built"
                    + " $x\",\"stdin\":true,\"background_after\":0,\"id\":\"build\"}"));
      }
      return switch (result.toolName()) {
        case "job_start" -> answer(call("job_send", "{\"job\":\"build\",\"text\":\"it\"}"));
        case "job_send" -> answer(call("job_wait", "{}"));
        default -> answer(AiMessage.from(result.text()));
      };
    }

    private static AiMessage call(String tool, String arguments) {
      return AiMessage.from(
          ToolExecutionRequest.builder().id("1").name(tool).arguments(arguments).build());
    }

    private static ChatResponse answer(AiMessage message) {
      return ChatResponse.builder().aiMessage(message).build();
    }
  }

  @Test
  @DisplayName("a conversation starts a job, feeds it, waits for it, and owns it")
  void conversation() {
    try (Agents agents = new Agents(folder)) {
      Scripted model = new Scripted();
      Assistant assistant =
          AiServices.builder(Assistant.class)
              .chatModel(model)
              .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
              .toolProvider(new LangChain4jJobTools(agents.tools))
              .build();
      assertThat(assistant.chat("conversation-7", "build it"))
          .contains("COMPLETED, exit code 0", "built it");
      assertThat(model.offered)
          .containsExactlyInAnyOrder(
              "job_start", "job_list", "job_output", "job_wait", "job_cancel", "job_send");
      assertThat(agents.shell.manager().job("build").orElseThrow().owner())
          .contains("conversation-7");
    }
  }
}
