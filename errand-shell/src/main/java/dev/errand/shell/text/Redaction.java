package dev.errand.shell.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what is shown: the value that goes with a name that has KEY, SECRET, TOKEN
 * or PASSWORD in it, as {@code NAME=value}, {@code --name=value}, {@code --name value} or {@code
 * name: value}, and what follows {@code Bearer} or {@code Basic}. Rather too much than too little.
 */
public final class Redaction {
  private static final String GONE = "***";

  // From the beginning of a word and no longer than this: a word may have a million letters, and to
  // try it from each of them would take for ever.
  private static final String NAME =
      "(?<![\\w.-])[\\w.-]{0,200}?(?:key|secret|token|passw(?:or)?d)[\\w.-]{0,200}";

  private static final int FLAGS = Pattern.CASE_INSENSITIVE;
  private static final Pattern OPTION = Pattern.compile("(?=-)" + NAME, FLAGS);
  private static final Pattern PAIR =
      Pattern.compile("(" + NAME + "[\"']?\\s*[=:]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s\"'&;|]+)", FLAGS);
  private static final Pattern OPTION_AND_VALUE =
      Pattern.compile("((?=-)" + NAME + "\\s+)(\"[^\"]*\"|'[^']*'|[^\\s-][^\\s]*)", FLAGS);
  private static final Pattern CREDENTIALS =
      Pattern.compile("\\b(bearer|basic)(\\s+)[^\\s\"']+", FLAGS);
  private static final Pattern IN_URL =
      Pattern.compile("(?<!\\w)(\\w{1,20}://[^\\s:/@]{0,200}:)[^\\s@/]{1,500}@");

  private Redaction() {}

  /** The words without secrets. */
  public static List<String> words(List<String> argv) {
    List<String> shown = new ArrayList<>(argv.size());
    boolean secret = false;
    for (String word : argv) {
      shown.add(secret && !word.startsWith("-") ? GONE : whole(word));
      secret = OPTION.matcher(word).matches();
    }
    return List.copyOf(shown);
  }

  /** The value of an assignment may have blanks if it is a word of its own. */
  private static String whole(String word) {
    int equals = word.indexOf('=');
    if (equals > 0 && Pattern.matches("(?i)" + NAME, word.substring(0, equals))) {
      return word.substring(0, equals + 1) + GONE;
    }
    return text(word);
  }

  /** The text without secrets. */
  public static String text(String text) {
    String shown = PAIR.matcher(text).replaceAll("$1" + GONE);
    shown = OPTION_AND_VALUE.matcher(shown).replaceAll("$1" + GONE);
    shown = CREDENTIALS.matcher(shown).replaceAll("$1$2" + GONE);
    return IN_URL.matcher(shown).replaceAll("$1" + GONE + "@");
  }
}
