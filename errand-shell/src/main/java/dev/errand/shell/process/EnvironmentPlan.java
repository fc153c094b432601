package dev.errand.shell.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How an environment gets through two shells unchanged, and without changing what they do.
 *
 * <p>Most variables just pass. Those that a shell, the loader or the C library heeds or rewrites
 * ({@code PWD}, {@code LC_ALL}, {@code LD_PRELOAD}, …) travel under another name, and {@code
 * command.sh} gives them back their own. Those that a shell cannot set ({@code a.b}) are set by
 * {@code env}, which costs one more exec; only these can be seen among the arguments of a process,
 * while {@code env} is about to become the command.
 *
 * @param strings {@code name=value}, what the supervisor gets
 * @param words what {@code command.sh} is told: names, a dot, and how many are for {@code env}
 */
record EnvironmentPlan(List<String> strings, List<String> words) {
  /** The variable that marks the processes of a run. */
  static final String COOKIE = "ERRAND_RUN_ID";

  /** What the names on the way begin with. */
  static final String ALIAS = "ERRAND__";

  private static final Pattern SETTABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern HEEDED =
      Pattern.compile(
          "(LC|LD|GLIBC|MALLOC|GCONV)_.*|_|PWD|OLDPWD|SHLVL|IFS|PS[1-4]|ENV|CDPATH"
              + "|LANG|LANGUAGE|NLSPATH|LOCPATH|POSIXLY_CORRECT|MAIL|MAILPATH|MAILCHECK|TMOUT"
              + "|HISTFILE|ATTY|TERM|LINES|COLUMNS|FUNCNEST");
  private static final Pattern NOT_FOR_SHELLS =
      Pattern.compile(
          ALIAS
              + ".*|BASH.*|SHELLOPTS|E?UID|PPID|GROUPS|S?RANDOM|SECONDS|EPOCH(SECONDS|REALTIME)"
              + "|OPT(IND|ARG|ERR)|LINENO|HIST(CMD|SIZE)|FUNCNAME|DIRSTACK|PIPESTATUS|HOSTNAME|HOSTTYPE"
              + "|MACHTYPE|OSTYPE");
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
      if (!SETTABLE.matcher(name).matches()
          || NOT_FOR_SHELLS.matcher(name).matches()
          || (bash && REWRITTEN_BY_BASH.contains(name))) {
        odd.add(name + "=" + value);
      } else if (HEEDED.matcher(name).matches()) {
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
}
