package dev.errand.cli.client;

/** Finds the {@code detail} of a problem in JSON, and knows no more of JSON than that takes. */
final class ProblemText {
  // Inside of a string its last quote would have a backslash before it.
  private static final String NAME = "\"detail\"";

  private ProblemText() {}

  /** The detail; empty if there is none. */
  static String detail(String json) {
    int name = json.indexOf(NAME);
    if (name < 0) {
      return "";
    }
    int at = afterSpace(json, name + NAME.length());
    if (at == json.length() || json.charAt(at) != ':') {
      return "";
    }
    at = afterSpace(json, at + 1);
    return at < json.length() && json.charAt(at) == '"' ? string(json, at + 1) : "";
  }

  private static int afterSpace(String json, int from) {
    int at = from;
    while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
      at++;
    }
    return at;
  }

  private static String string(String json, int from) {
    StringBuilder text = new StringBuilder();
    int at = from;
    while (at < json.length() && json.charAt(at) != '"') {
      char c = json.charAt(at);
      if (c != '\\' || at + 1 == json.length()) {
        text.append(c);
        at++;
      } else if (json.charAt(at + 1) == 'u' && at + 6 <= json.length()) {
        text.append((char) hex(json, at + 2));
        at += 6;
      } else {
        text.append(meaning(json.charAt(at + 1)));
        at += 2;
      }
    }
    return text.toString();
  }

  private static int hex(String json, int from) {
    try {
      return Integer.parseInt(json, from, from + 4, 16);
    } catch (NumberFormatException wrong) {
      return '?';
    }
  }

  private static char meaning(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> escaped;
    };
  }
}
