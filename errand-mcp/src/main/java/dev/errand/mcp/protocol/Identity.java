package dev.errand.mcp.protocol;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server says of itself.
 *
 * @param name for programs
 * @param title for people
 * @param version of the program
 * @param instructions for models, on what all tools share
 */
public record Identity(String name, String title, String version, String instructions) {
  ObjectNode info() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("title", title)
        .put("version", version);
  }
}
