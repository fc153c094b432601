package dev.errand.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Says where the numbers come from. */
public final class Machine {

  /** One line. The forks run on the JVM that runs this. */
  public static String describe(List<String> jvmArgs) {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %s, %s %s, `%s`, %s at the beginning",
        Runtime.getRuntime().availableProcessors(),
        processor(),
        System.getProperty("os.name"),
        System.getProperty("java.vm.name"),
        Runtime.version(),
        String.join(" ", jvmArgs),
        load());
  }

  /** How much others take now. */
  public static String load() {
    return String.format(
        Locale.ROOT,
        "load average %.1f",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }

  private Machine() {}
}
