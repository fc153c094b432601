package dev.errand.shell.text;

import java.util.List;

/** What a job is called that nobody gave a name. */
public final class Labels {
  private static final int LONGEST = 200;

  private Labels() {}

  /** The words of the command without secrets, shortened; of a line for the shell, the line. */
  public static String of(List<String> argv) {
    boolean line = argv.size() == 3 && argv.get(0).equals("/bin/sh") && argv.get(1).equals("-c");
    List<String> words = Redaction.words(line ? argv.subList(2, 3) : argv);
    String label = shortened(String.join(" ", words));
    return label.isBlank() ? "command" : label;
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = LONGEST - 1;
    boolean half = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, half ? end - 1 : end) + "…";
  }
}
