package dev.errand.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this machine is called. As the kernel says, if it does: Java asks the name service, and
 * calls the machine "localhost" while that does not know it, which would make it another host.
 */
final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static String ofThisMachine() {
    try {
      String name = Files.readString(KERNEL).strip();
      return name.isEmpty() ? fromNameService() : name;
    } catch (IOException notLinux) {
      return fromNameService();
    }
  }

  private static String fromNameService() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
