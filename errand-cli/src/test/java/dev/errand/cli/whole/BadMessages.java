package dev.errand.cli.whole;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Messages of the Model Context Protocol with something wrong in each, and what is to be said. */
final class BadMessages {
  static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{%s}}";
  private static final String TASKS = "\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}";
  private static final int BIG = 2 << 20;

  /**
   * One of them.
   *
   * @param text the message
   * @param code the error that it deserves
   * @param id what the answer must carry: the JSON of an id, or {@code null}
   * @param modern the method, if it is of the new era; and the name for its header
   */
  record Bad(String text, int code, String id, Optional<String> modern, String name, int status) {}

  private final Random random;
  private int number;

  BadMessages(long seed) {
    this.random = new Random(seed);
  }

  private String nextId() {
    number++;
    return random.nextBoolean() ? Integer.toString(number) : "\"id-" + number + "\"";
  }

  /** The next one. */
  Bad next() {
    List<Supplier<Bad>> kinds =
        List.of(
            this::broken,
            this::broken,
            this::noMessage,
            this::wrongVersion,
            this::wrongId,
            this::wrongMethod,
            this::wrongParams,
            this::unknownMethod,
            this::wrongCall,
            this::modernLacks,
            this::modernUnknown,
            this::modernTasks,
            this::modernListen,
            this::deep,
            this::hugeNumber);
    if (random.nextInt(500) == 0) {
      return big();
    }
    return kinds.get(random.nextInt(kinds.size())).get();
  }

  private static Bad legacy(String text, int code, String id, int status) {
    return new Bad(text, code, id, Optional.empty(), "", status);
  }

  private String good(String id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  private Bad broken() {
    String whole = good(nextId(), "tools/list", "{\"a\":[1,2,{\"b\":\"c\"}]}");
    String text =
        switch (random.nextInt(6)) {
          case 0 -> whole.substring(0, 1 + random.nextInt(whole.length() - 1));
          case 1 -> whole + "}";
          case 2 -> whole.replace(":", random.nextBoolean() ? ";" : "::");
          case 3 -> "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
          case 4 -> "\u0001\u0002 binary \ud83d\ude00" + random.nextInt();
          default -> "{'jsonrpc':'2.0'}";
        };
    return legacy(text, -32700, "null", 400);
  }

  private Bad noMessage() {
    String text = pick("[]", "[{}]", "1", "\"text\"", "true", "null", "{}", "{\"id\":[]}", "-0.5");
    return legacy(text, -32600, "null", 400);
  }

  private Bad wrongVersion() {
    String id = nextId();
    String version = pick("", "\"jsonrpc\":\"1.0\",", "\"jsonrpc\":2.0,", "\"jsonrpc\":null,");
    return legacy("{" + version + "\"id\":" + id + ",\"method\":\"ping\"}", -32600, id, 400);
  }

  private Bad wrongId() {
    String id = pick("null", "1.5", "{}", "[1]", "true", "\"" + "x".repeat(1_001) + "\"", "1e400");
    return legacy(
        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}", -32600, "null", 400);
  }

  private Bad wrongMethod() {
    String id = nextId();
    String method =
        pick(
            "",
            ",\"method\":1",
            ",\"method\":null",
            ",\"method\":\"\"",
            ",\"method\":[]",
            ",\"method\":\"" + "m".repeat(201) + "\"");
    return legacy("{\"jsonrpc\":\"2.0\",\"id\":" + id + method + "}", -32600, id, 400);
  }

  private Bad wrongParams() {
    String id = nextId();
    String params = pick("1", "\"x\"", "[]", "[{}]", "null", "{\"_meta\":1}", "{\"_meta\":[]}");
    return legacy(good(id, "tools/list", params), -32602, id, 400);
  }

  private Bad unknownMethod() {
    String id = nextId();
    String method =
        pick(
            "nope",
            "tools/lists",
            "resources/list",
            "prompts/get",
            "__proto__",
            "../../etc",
            "logging/setLevel");
    return legacy(good(id, method, "{}"), -32601, id, 200);
  }

  private Bad wrongCall() {
    String id = nextId();
    String params =
        pick(
            "{}",
            "{\"name\":1}",
            "{\"name\":null}",
            "{\"name\":\"nope\"}",
            "{\"name\":\"job_list\",\"arguments\":1}",
            "{\"name\":\"job_list\",\"arguments\":[]}",
            "{\"name\":\"job_list\",\"_meta\":{\"progressToken\":{}}}",
            "{\"name\":\"job_wait\",\"task\":1}");
    return legacy(
        good(id, "tools/call", params), -32602, id, params.contains("progress") ? 200 : 200);
  }

  private Bad modern(
      String method, String name, String params, String capabilities, int code, int status) {
    String id = nextId();
    String meta = META.formatted(capabilities);
    String all = params.isEmpty() ? "{" + meta + "}" : "{" + params + "," + meta + "}";
    return new Bad(good(id, method, all), code, id, Optional.of(method), name, status);
  }

  private Bad modernLacks() {
    String id = nextId();
    String meta =
        pick(
            "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}",
            "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":1}",
            "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":null}");
    return new Bad(
        good(id, "tools/list", "{\"_meta\":" + meta + "}"),
        -32602,
        id,
        Optional.of("tools/list"),
        "",
        400);
  }

  private Bad modernUnknown() {
    String method =
        pick("tasks/result", "tasks/list", "ping", "initialize", "nope", "sampling/createMessage");
    return modern(method, "", "", "", -32601, 404);
  }

  private Bad modernTasks() {
    String method = pick("tasks/get", "tasks/cancel", "tasks/update");
    String id = pick("nope", "AAAA.BBBB", "....", "x".repeat(5_000));
    String params =
        "\"taskId\":\"" + id + "\"" + (method.endsWith("update") ? ",\"inputResponses\":{}" : "");
    return random.nextBoolean()
        ? modern(method, id, params, TASKS, -32602, 200)
        : modern(method, id, params, "", -32021, 400);
  }

  private Bad modernListen() {
    String params =
        pick(
            "",
            "\"notifications\":1",
            "\"notifications\":{\"taskIds\":1}",
            "\"notifications\":{\"taskIds\":[1]}");
    return modern("subscriptions/listen", "", params, TASKS, -32602, 200);
  }

  private Bad deep() {
    int depth = 201 + random.nextInt(5_000);
    String text = random.nextBoolean() ? "[".repeat(depth) : "{\"a\":".repeat(depth);
    return legacy(text, -32700, "null", 400);
  }

  private Bad hugeNumber() {
    String digits = "9".repeat(101 + random.nextInt(10_000));
    return legacy(good(digits, "ping", "{}"), -32700, "null", 400);
  }

  private Bad big() {
    if (random.nextBoolean()) {
      return legacy("{\"x\":\"" + "y".repeat(BIG), -32700, "null", 400);
    }
    String id = nextId();
    return legacy(good(id, "nope", "{\"x\":\"" + "y".repeat(BIG) + "\"}"), -32601, id, 200);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
