package dev.errand.shell.text;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what was meant by a word that nobody knows. */
public final class DidYouMean {
  private DidYouMean() {}

  /** {@code " (did you mean 'run'?)"}, or nothing if no known word is near. */
  public static String among(Collection<String> known, String word) {
    // One wrong letter in two or three is a slip; a single letter is no word to be guessed at.
    int letters = word.replaceFirst("^-+", "").length();
    int most = letters == 2 ? 1 : letters / 3;
    return known.stream()
        .filter(candidate -> distance(candidate, word) <= most)
        .min(Comparator.comparingInt(candidate -> distance(candidate, word)))
        .map(candidate -> " (did you mean '" + candidate + "'?)")
        .orElse("");
  }

  /** How many letters must be added, dropped or changed, or neighbours swapped. */
  public static int distance(String a, String b) {
    int[][] costs = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        costs[i][j] = i == 0 || j == 0 ? i + j : cost(a, b, i, j, costs);
      }
    }
    return costs[a.length()][b.length()];
  }

  private static int cost(String a, String b, int i, int j, int[][] costs) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(costs[i - 1][j - 1] + change, Math.min(costs[i - 1][j] + 1, costs[i][j - 1] + 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, costs[i - 2][j - 2] + 1) : least;
  }
}
