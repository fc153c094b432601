package dev.errand.daemon.jobs;

import java.util.List;

/** What a job is called that nobody gave a name. */
final class Labels {
  private static final int LONGEST = 200;

  private Labels() {}

  /** The words of the command without secrets, shortened. */
  static String of(List<String> argv) {
    StringBuilder label = new StringBuilder();
    for (String word : Redaction.words(argv)) {
      label.append(label.isEmpty() ? "" : " ").append(word);
      if (label.length() > LONGEST) {
        int end = LONGEST - 1;
        boolean half = Character.isHighSurrogate(label.charAt(end - 1));
        return label.substring(0, half ? end - 1 : end) + "…";
      }
    }
    return label.toString().isBlank() ? "command" : label.toString();
  }
}
