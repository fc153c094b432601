package dev.errand.daemon.json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON: names as in the records, times as ISO-8601 in UTC, nothing left out. What is read must have
 * known names only, so that a slip is not taken for a wish.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The value on one line. */
  public static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The value for people. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /** The value on one line, in UTF-8. */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException with a sentence, if it is none
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new IllegalArgumentException("the body must be a JSON object, not null");
      }
      return value;
    } catch (JacksonException wrong) {
      throw new IllegalArgumentException("the body is wrong: " + wrong.getOriginalMessage(), wrong);
    }
  }

  /** Reads a tree. */
  public static JsonNode tree(String json) {
    return MAPPER.readTree(json);
  }
}
