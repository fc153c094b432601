package dev.errand;

import dev.errand.internal.Check;
import java.util.Optional;

/**
 * Whose jobs a verb is about (contract D2, E2). Under a filter somebody else's job looks exactly
 * like one that does not exist. Immutable.
 */
public sealed interface JobFilter {

  /** Whether a job of this owner is meant. */
  boolean matches(Optional<String> owner);

  /** Everybody's jobs. For the host program, not for agents. */
  static JobFilter all() {
    return All.ALL;
  }

  /**
   * The jobs of exactly this owner.
   *
   * @throws IllegalArgumentException if the owner is blank or longer than 200 characters
   */
  static JobFilter owner(String owner) {
    return new Owner(owner);
  }

  /**
   * The jobs of this owner and of its children: {@code a} means {@code a}, {@code a/b}, {@code
   * a/b/c}, not {@code ab}.
   *
   * @throws IllegalArgumentException if the owner is blank or longer than 200 characters
   */
  static JobFilter ownerTree(String owner) {
    return new OwnerTree(owner);
  }

  /** The jobs that have no owner. */
  static JobFilter unowned() {
    return Unowned.UNOWNED;
  }

  /** See {@link JobFilter#all()}. */
  enum All implements JobFilter {
    /** The only one. */
    ALL;

    @Override
    public boolean matches(Optional<String> owner) {
      return true;
    }
  }

  /** See {@link JobFilter#unowned()}. */
  enum Unowned implements JobFilter {
    /** The only one. */
    UNOWNED;

    @Override
    public boolean matches(Optional<String> owner) {
      return owner.isEmpty();
    }
  }

  /**
   * See {@link JobFilter#owner(String)}.
   *
   * @param owner the owner
   */
  record Owner(String owner) implements JobFilter {
    /** Checks the owner. */
    public Owner {
      owner = Check.owner(owner);
    }

    @Override
    public boolean matches(Optional<String> candidate) {
      return candidate.isPresent() && candidate.get().equals(owner);
    }
  }

  /**
   * See {@link JobFilter#ownerTree(String)}.
   *
   * @param owner the root of the tree
   */
  record OwnerTree(String owner) implements JobFilter {
    /** Checks the owner. */
    public OwnerTree {
      owner = Check.owner(owner);
    }

    @Override
    public boolean matches(Optional<String> candidate) {
      return candidate.isPresent()
          && (candidate.get().equals(owner) || candidate.get().startsWith(owner + "/"));
    }
  }
}
