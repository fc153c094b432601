package dev.errand.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The objects that are alive. A class histogram collects all garbage first and then adds up the
 * objects themselves, so neither the regions that large arrays do not fill nor what dies while one
 * looks is counted, as it would be in the heap's own figure.
 */
final class LiveSet {
  /** Number, instances, bytes, class. */
  private static final Pattern ROW =
      Pattern.compile("^ *[0-9]+: +[0-9]+ +([0-9]+) +(\\S+)", Pattern.MULTILINE);

  /** What the collector puts into gaps that it leaves: not alive, but listed. */
  private static final String FILLER = "jdk.internal.vm.Filler";

  /** Their bytes. */
  static long bytes() {
    // What the first histogram leaves to be finalized or cleaned up is gone in the second.
    histogram();
    Matcher row = ROW.matcher(histogram());
    long bytes = 0;
    while (row.find()) {
      if (!row.group(2).contains(FILLER)) {
        bytes += Long.parseLong(row.group(1));
      }
    }
    Expect.count("empty class histograms", 0, bytes == 0 ? 1 : 0);
    return bytes;
  }

  /** The classes that take most, for people who wonder. */
  static String top(int classes) {
    return histogram().lines().limit(classes + 2L).reduce("", (all, line) -> all + line + "\n");
  }

  /** Fails if references are wider than those that our bars are about. */
  static void expectCompressedOops() {
    String compressed =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("UseCompressedOops")
            .getValue();
    Expect.count("compressed oops", 1, compressed.equals("true") ? 1 : 0);
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException failed) {
      throw new IllegalStateException("no class histogram", failed);
    }
  }

  private LiveSet() {}
}
