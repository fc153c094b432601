package dev.errand.test.postgres;

import java.util.EnumMap;
import java.util.Map;

/** One server a version for all tests of this JVM. The static state is what it is for. */
final class SharedServers {
  private static final Map<Version, PostgresServer> SERVERS = new EnumMap<>(Version.class);

  static synchronized PostgresServer get(Version version) {
    return SERVERS.computeIfAbsent(version, SharedServers::start);
  }

  private static PostgresServer start(Version version) {
    PostgresServer server = PostgresServer.start(version, true);
    Runtime.getRuntime().addShutdownHook(new Thread(server::end, "postgres-end"));
    return server;
  }

  private SharedServers() {}
}
