package dev.errand.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Who typed a command: what is known of that process, and what it can be told. For one thread, but
 * for {@link #err}, which any may call. What is said to a client that is gone is an {@link
 * IOException}, which ends the command and nothing else.
 */
public interface Client {
  /** Its environment. */
  Map<String, String> environment();

  /** The names of variables that are not UTF-8 and so cannot be passed on. */
  List<String> garbled();

  /** Its working directory. */
  Path directory();

  /** The same when a request is sent again. */
  String requestKey();

  /** The version of its program. */
  String version();

  /** Whether its stdout is a terminal. */
  boolean outIsTerminal();

  /** Whether its stderr is a terminal. */
  boolean errIsTerminal();

  /** How wide its terminal is; 80 if nobody knows. */
  int columns();

  /** Writes to its stdout. */
  void out(byte[] bytes) throws IOException;

  /**
   * Writes to its stdout; if the connection breaks after that, these words are asked in place of
   * the command, and what was written is not written twice.
   */
  void out(byte[] bytes, List<String> resume) throws IOException;

  /** Writes a text to its stdout. */
  void out(String text) throws IOException;

  /**
   * The last that it writes to its stdout: what it is asked again when the connection breaks is not
   * written twice. What comes for stderr afterwards goes with it.
   */
  void last(String text) throws IOException;

  /** Writes to its stderr, as it is. */
  void err(String text) throws IOException;

  /** From now on, these words are asked if the connection breaks; none: nothing may be. */
  void resume(List<String> words) throws IOException;

  /** From now on, a signal makes it say this, and ask these words, if there are any. */
  void onInterrupt(String message, List<String> words) throws IOException;

  /** Waits until it has written everything to its stdout; false if it has not. */
  boolean confirm() throws IOException, InterruptedException;
}
