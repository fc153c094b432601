package dev.errand.mcp.tools;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool takes, as JSON schema. Only what all known clients take: one type a field, no
 * defaults, no alternatives, no objects in objects.
 */
final class Schema {
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final ObjectNode properties;
  private final ArrayNode required = JsonNodeFactory.instance.arrayNode();

  Schema() {
    root.put("type", "object");
    properties = root.putObject("properties");
  }

  Schema required(String name, String description) {
    required.add(name);
    return text(name, description);
  }

  Schema text(String name, String description) {
    return field(name, "string", description);
  }

  Schema integer(String name, String description) {
    return field(name, "integer", description);
  }

  Schema number(String name, String description) {
    return field(name, "number", description);
  }

  Schema flag(String name, String description) {
    return field(name, "boolean", description);
  }

  Schema texts(String name, String description) {
    field(name, "array", description);
    ((ObjectNode) properties.get(name)).putObject("items").put("type", "string");
    return this;
  }

  Schema requiredTexts(String name, String description) {
    required.add(name);
    return texts(name, description);
  }

  Schema choice(String name, List<String> words, String description) {
    field(name, "string", description);
    ArrayNode all = ((ObjectNode) properties.get(name)).putArray("enum");
    words.forEach(all::add);
    return this;
  }

  private Schema field(String name, String type, String description) {
    properties.putObject(name).put("type", type).put("description", description);
    return this;
  }

  /** The names of all fields. */
  Set<String> names() {
    return Set.copyOf(properties.propertyNames());
  }

  /** The schema as JSON. */
  String json() {
    if (!required.isEmpty()) {
      root.set("required", required);
    }
    return root.toString();
  }
}
