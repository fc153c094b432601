package dev.errand.examples;

import dev.errand.mcp.JobTool;
import dev.errand.mcp.JobTools;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Errand's tools for LangChain4j, whose memory id is the owner: each conversation has its own jobs
 * and mail. All that another framework needs is a class like this.
 */
public final class LangChain4jJobTools implements ToolProvider {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JobTools tools;

  /** Provides these. */
  public LangChain4jJobTools(JobTools tools) {
    this.tools = tools;
  }

  @Override
  public ToolProviderResult provideTools(ToolProviderRequest request) {
    ToolProviderResult.Builder all = ToolProviderResult.builder();
    for (JobTool tool : tools.list()) {
      all.add(
          ToolSpecification.builder()
              .name(tool.name())
              .description(tool.description())
              .parameters(schema(JSON.readTree(tool.inputSchema())))
              .build(),
          (call, memoryId) -> run(tool, call, memoryId));
    }
    return all.build();
  }

  private static String run(JobTool tool, ToolExecutionRequest call, Object memoryId) {
    try {
      return tool.call(call.arguments(), memoryId.toString()).text();
    } catch (InterruptedException gaveUp) {
      Thread.currentThread().interrupt();
      return "The call was given up; the job goes on.";
    }
  }

  private static JsonObjectSchema schema(JsonNode json) {
    JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
    for (String name : json.get("properties").propertyNames()) {
      JsonNode field = json.get("properties").get(name);
      String description = field.get("description").stringValue();
      switch (field.get("type").stringValue()) {
        case "integer" -> schema.addIntegerProperty(name, description);
        case "number" -> schema.addNumberProperty(name, description);
        case "boolean" -> schema.addBooleanProperty(name, description);
        case "array" ->
            schema.addProperty(
                name,
                JsonArraySchema.builder()
                    .description(description)
                    .items(new JsonStringSchema())
                    .build());
        default -> {
          if (field.has("enum")) {
            schema.addEnumProperty(name, texts(field.get("enum")), description);
          } else {
            schema.addStringProperty(name, description);
          }
        }
      }
    }
    return schema.required(texts(json.path("required"))).build();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.stringValue()));
    return texts;
  }
}
