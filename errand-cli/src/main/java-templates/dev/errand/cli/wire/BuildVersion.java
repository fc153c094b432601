package dev.errand.cli.wire;

/** Which version this was built as. A constant, since to read a file from a jar is slow. */
public final class BuildVersion {
  /** For instance {@code 0.1.0}. */
  public static final String NUMBER = "${project.version}";

  private BuildVersion() {}
}
