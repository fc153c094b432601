package dev.errand.daemon.jobs;

import dev.errand.Job;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where mail goes. The manager routes by owner and by nothing else; a job that has a hook gets an
 * address of its owner's of its own, {@code OWNER/@hook/HASH}, to which the hook is the sink. So a
 * hook that hangs holds up nobody but itself, and the owner's inbox does not get that mail. Nobody
 * outside sees an address: shown is the owner. A hook belongs to the home where its job was
 * started, so homes that share a store have different addresses for the same hook.
 */
final class Addresses {
  private static final String HOOK = "/@hook/";
  private static final int HASH = 12;

  /** What an owner of the core may have, less what an address adds to it. */
  private static final int LONGEST_OWNER = 180;

  private Addresses() {}

  /** The owner, if it can be one. */
  static String checkOwner(String owner) {
    String name = owner.strip();
    if (name.isEmpty()
        || name.length() > LONGEST_OWNER
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "owner must have 1 to " + LONGEST_OWNER + " printable characters");
    }
    if (name.contains(HOOK)) {
      throw new IllegalArgumentException("owner must not contain '" + HOOK + "'");
    }
    return name;
  }

  /**
   * The address of mail for this owner.
   *
   * @param place whose hook it is; empty if there is only one
   */
  static String of(String owner, Optional<Hook> hook, String place) {
    String behind = place.isEmpty() ? "" : "\n" + place;
    return hook.map(it -> owner + HOOK + hash(it + behind)).orElse(owner);
  }

  /** The owner of a job, whatever its address. */
  static String ownerOf(Job job) {
    return job.owner().map(Addresses::ownerOf).orElse(Caller.DEFAULT_OWNER);
  }

  static String ownerOf(String address) {
    int hook = address.lastIndexOf(HOOK);
    return hook < 0 ? address : address.substring(0, hook);
  }

  /** Whether a hook is the sink of this address. */
  static boolean isHooked(Job job) {
    return job.owner().filter(it -> it.contains(HOOK)).isPresent();
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
