package dev.errand.shell.log;

import dev.errand.shell.os.Posix;

/** Gives a part of an open file back to the file system; answers as {@link Posix#punchHole}. */
@FunctionalInterface
interface Puncher {
  int punch(int descriptor, long from, long length);
}
