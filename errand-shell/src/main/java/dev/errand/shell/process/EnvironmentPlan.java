package dev.errand.shell.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How an environment gets through a shell unchanged, and without changing what it does.
 *
 * <p>Most variables just pass. Those that a shell, the loader or the C library heeds or rewrites
 * ({@code PWD}, {@code LC_ALL}, {@code LD_PRELOAD}, …) travel under another name, and {@code
 * command.sh} gives them back their own. Those that a shell cannot set ({@code a.b}) are set by
 * {@code env}, which costs one more exec; only these can be seen among the arguments of a process,
 * while {@code env} is about to become the command.
 *
 * @param strings {@code name=value}, what is set in {@code command.sh}
 * @param words what {@code command.sh} is told: names, a dot, and how many are for {@code env}
 */
record EnvironmentPlan(List<String> strings, List<String> words) {
  /** The variable that marks the processes of a run. */
  static final String COOKIE = "ERRAND_RUN_ID";

  /** What the names on the way begin with. */
  static final String ALIAS = "ERRAND__";

  // Sets and no patterns: asked for each variable at each start.
  private static final List<String> HEEDED_FAMILIES =
      List.of("LC_", "LD_", "GLIBC_", "MALLOC_", "GCONV_");
  private static final Set<String> HEEDED =
      Set.of(
          ("_ PWD OLDPWD SHLVL IFS PS1 PS2 PS3 PS4 ENV CDPATH"
                  + " LANG LANGUAGE NLSPATH LOCPATH POSIXLY_CORRECT MAIL MAILPATH MAILCHECK TMOUT"
                  + " HISTFILE ATTY TERM LINES COLUMNS FUNCNEST")
              .split(" "));
  private static final List<String> NOT_FOR_SHELLS_FAMILIES = List.of(ALIAS, "BASH");
  private static final Set<String> NOT_FOR_SHELLS =
      Set.of(
          ("SHELLOPTS UID EUID PPID GROUPS RANDOM SRANDOM SECONDS EPOCHSECONDS EPOCHREALTIME"
                  + " OPTIND OPTARG OPTERR LINENO HISTCMD HISTSIZE FUNCNAME DIRSTACK PIPESTATUS"
                  + " HOSTNAME HOSTTYPE MACHTYPE OSTYPE")
              .split(" "));
  private static final List<String> MADE_BY_SHELLS = List.of("PWD", "OLDPWD", "SHLVL", "PATH", "_");
  // exec of bash rewrites these, even if they were unset.
  private static final Set<String> REWRITTEN_BY_BASH = Set.of("SHLVL", "_");

  /** A plan for this environment with the cookie. */
  static EnvironmentPlan of(Map<String, String> environment, String runId, boolean bash) {
    Map<String, String> wanted = new TreeMap<>(environment);
    wanted.put(COOKIE, runId);
    List<String> strings = new ArrayList<>();
    List<String> words = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    wanted.forEach((name, value) -> {
      if (!isSettable(name)
          || isOf(NOT_FOR_SHELLS, NOT_FOR_SHELLS_FAMILIES, name)
          || (bash && REWRITTEN_BY_BASH.contains(name))) {
        odd.add(name + "=" + value);
      } else if (isOf(HEEDED, HEEDED_FAMILIES, name)) {
        strings.add(ALIAS + name + "=" + value);
        words.add(name);
      } else {
        strings.add(name + "=" + value);
      }
    });
    for (String name : MADE_BY_SHELLS) {
      if (!wanted.containsKey(name)) {
        if (bash && REWRITTEN_BY_BASH.contains(name)) {
          odd.add("-u" + name);
        } else {
          words.add("-" + name);
        }
      }
    }
    // env wants its options first.
    odd.sort((one, other) -> Boolean.compare(other.startsWith("-u"), one.startsWith("-u")));
    for (int i = 0; i < odd.size(); i++) {
      strings.add(ALIAS + (i + 1) + "=" + odd.get(i));
    }
    words.add(".");
    words.add(Integer.toString(odd.size()));
    return new EnvironmentPlan(List.copyOf(strings), List.copyOf(words));
  }

  /** Whether a shell can set it: it is a word of letters, digits and underlines. */
  private static boolean isSettable(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isOf(Set<String> names, List<String> families, String name) {
    return names.contains(name) || families.stream().anyMatch(name::startsWith);
  }
}
