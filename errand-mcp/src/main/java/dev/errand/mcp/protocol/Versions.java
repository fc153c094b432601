package dev.errand.mcp.protocol;

import java.util.List;

/** The revisions of the protocol that are spoken here. */
final class Versions {
  /** The one without a handshake. */
  static final String MODERN = "2026-07-28";

  /** The ones with a handshake, newest first. */
  static final List<String> LEGACY = List.of("2025-11-25", "2025-06-18", "2025-03-26");

  static final List<String> SUPPORTED =
      List.of(MODERN, LEGACY.get(0), LEGACY.get(1), LEGACY.get(2));

  /** What a client is answered that asks for something else: the newest it may know. */
  static final String NEWEST_LEGACY = LEGACY.getFirst();

  private Versions() {}

  static boolean isLegacy(String version) {
    return LEGACY.contains(version);
  }
}
