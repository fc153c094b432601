package dev.errand.shell.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts programs by {@code posix_spawn}: in a session of their own, all signals at their defaults
 * and none blocked, nothing open but what is given. Thread-safe.
 *
 * <p>Why not {@link ProcessBuilder}: it executes a helper first, which is a quarter of the price of
 * a start, and keeps a thread for each process until that has ended.
 */
@SuppressWarnings(
    "restricted") // what these functions take and answer is written down here, and tested
public final class PosixSpawn {
  /** The arguments and the environment together are too much. */
  public static final int E2BIG = 7;

  private static final int O_CLOEXEC = 0x80000;
  private static final int WNOHANG = 1;
  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;
  // All but KILL and STOP; with the two of the C library, which it else leaves ignored.
  private static final long ALL_SIGNALS = ~((1L << 8) | (1L << 18));
  private static final long SIGSET_SIZE = 128;
  private static final long OPAQUE_SIZE = 1024; // more than any C library takes for its structures

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SPAWN =
      call(
          "posix_spawn",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle ACTIONS_INIT = onPointer("posix_spawn_file_actions_init");
  private static final MethodHandle ACTIONS_DESTROY = onPointer("posix_spawn_file_actions_destroy");
  private static final MethodHandle ADD_OPEN =
      call(
          "posix_spawn_file_actions_addopen",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle ADD_DUP2 =
      call(
          "posix_spawn_file_actions_adddup2",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle ADD_CLOSE =
      call("posix_spawn_file_actions_addclose", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final Optional<MethodHandle> ADD_CLOSE_FROM =
      LINKER
          .defaultLookup()
          .find("posix_spawn_file_actions_addclosefrom_np")
          .map(it -> LINKER.downcallHandle(it, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)));
  private static final MethodHandle ATTR_INIT = onPointer("posix_spawnattr_init");
  private static final MethodHandle ATTR_DESTROY = onPointer("posix_spawnattr_destroy");
  private static final MethodHandle ATTR_FLAGS =
      call("posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
  private static final MethodHandle ATTR_DEFAULTS =
      call("posix_spawnattr_setsigdefault", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle ATTR_MASK =
      call("posix_spawnattr_setsigmask", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle PIPE2 =
      call("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle WAITPID =
      call("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private PosixSpawn() {}

  private static MethodHandle call(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
  }

  private static MethodHandle onPointer(String name) {
    return call(name, FunctionDescriptor.of(JAVA_INT, ADDRESS));
  }

  /**
   * What came of a start.
   *
   * @param error 0, or the {@code errno} of the start; then there is no process, and nothing open
   * @param pid the process, to be taken away with {@link #reap} after its end
   * @param input where to write what it reads from its stdin; to be closed by the caller
   * @param output where to read what it, and those that it starts, write to their stdout; to be
   *     closed by the caller
   */
  public record Spawned(int error, long pid, int input, int output) {}

  /**
   * Starts a program with a pipe to its stdin and one from its stdout; its stderr is {@code
   * /dev/null}.
   *
   * @param words the program, an absolute path, and its arguments
   * @param environment {@code name=value}, all of it
   * @throws IOException if no pipe can be made
   */
  public static Spawned start(List<String> words, List<String> environment) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = pipe(arena);
      MemorySegment from;
      try {
        from = pipe(arena);
      } catch (IOException none) {
        close(to);
        throw none;
      }
      int stdin = to.getAtIndex(JAVA_INT, 0);
      int stdout = from.getAtIndex(JAVA_INT, 1);
      MemorySegment pid = arena.allocate(JAVA_INT);
      int error;
      try {
        error = spawn(arena, pid, stdin, stdout, words, environment);
      } catch (Throwable failed) {
        close(to);
        close(from);
        throw failed;
      }
      if (error != 0) {
        close(to);
        close(from);
        return new Spawned(error, 0, -1, -1);
      }
      Posix.close(stdin);
      Posix.close(stdout);
      return new Spawned(
          0, pid.get(JAVA_INT, 0), to.getAtIndex(JAVA_INT, 1), from.getAtIndex(JAVA_INT, 0));
    } catch (IOException | RuntimeException | Error expected) {
      throw expected;
    } catch (Throwable impossible) {
      throw new AssertionError("system calls of these types exist", impossible);
    }
  }

  private static MemorySegment pipe(Arena arena) throws Throwable {
    MemorySegment ends = arena.allocate(JAVA_INT, 2);
    if ((int) PIPE2.invokeExact(ends, O_CLOEXEC) != 0) {
      throw new IOException("no pipe: too many open files");
    }
    return ends;
  }

  private static void close(MemorySegment pipe) {
    Posix.close(pipe.getAtIndex(JAVA_INT, 0));
    Posix.close(pipe.getAtIndex(JAVA_INT, 1));
  }

  private static int spawn(
      Arena arena,
      MemorySegment pid,
      int stdin,
      int stdout,
      List<String> words,
      List<String> environment)
      throws Throwable {
    MemorySegment actions = arena.allocate(OPAQUE_SIZE, 16);
    MemorySegment attributes = arena.allocate(OPAQUE_SIZE, 16);
    MemorySegment nothing = arena.allocateFrom("/dev/null");
    check((int) ACTIONS_INIT.invokeExact(actions));
    check((int) ATTR_INIT.invokeExact(attributes));
    try {
      check((int) ADD_DUP2.invokeExact(actions, stdin, 0));
      check((int) ADD_DUP2.invokeExact(actions, stdout, 1));
      check((int) ADD_OPEN.invokeExact(actions, 2, nothing, 1, 0));
      closeAllElse(actions);
      MemorySegment signals = arena.allocate(SIGSET_SIZE, 8);
      check((int) ATTR_MASK.invokeExact(attributes, signals));
      signals.set(JAVA_LONG, 0, ALL_SIGNALS);
      check((int) ATTR_DEFAULTS.invokeExact(attributes, signals));
      check((int) ATTR_FLAGS.invokeExact(attributes, (short) (SETSID | SETSIGDEF | SETSIGMASK)));
      return (int)
          SPAWN.invokeExact(
              pid,
              arena.allocateFrom(words.getFirst()),
              actions,
              attributes,
              strings(arena, words),
              strings(arena, environment));
    } finally {
      check((int) ATTR_DESTROY.invokeExact(attributes));
      check((int) ACTIONS_DESTROY.invokeExact(actions));
    }
  }

  /** Java marks its files, but not its sockets, to be closed by exec. */
  private static void closeAllElse(MemorySegment actions) throws Throwable {
    if (ADD_CLOSE_FROM.isPresent()) {
      check((int) ADD_CLOSE_FROM.get().invokeExact(actions, 3));
      return;
    }
    for (int descriptor : openDescriptors()) { // older C libraries: those that are open by now
      check((int) ADD_CLOSE.invokeExact(actions, descriptor));
    }
  }

  private static List<Integer> openDescriptors() throws IOException {
    List<Integer> open = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path one : all) {
        int descriptor = Integer.parseInt(one.getFileName().toString());
        if (descriptor > 2) {
          open.add(descriptor);
        }
      }
    }
    return open;
  }

  private static MemorySegment strings(Arena arena, List<String> strings) {
    MemorySegment pointers = arena.allocate(ADDRESS, strings.size() + 1L); // the last one is null
    for (int i = 0; i < strings.size(); i++) {
      pointers.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
    }
    return pointers;
  }

  private static void check(int error) {
    if (error != 0) {
      throw new IllegalStateException("preparing a start failed, error " + error);
    }
  }

  /**
   * Takes a child of ours away that has ended, so that it does not remain as a zombie. Does not
   * wait.
   *
   * @return whether there is nothing (more) to take away: it is gone, or was no child of ours
   */
  public static boolean reap(long pid) {
    try {
      return (int) WAITPID.invokeExact((int) pid, MemorySegment.NULL, WNOHANG) != 0;
    } catch (Throwable impossible) {
      throw new AssertionError("a system call of this type exists", impossible);
    }
  }
}
