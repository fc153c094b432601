package dev.errand.shell.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * System calls of Linux. Each answers 0 (or what it yields), or the negative {@code errno}.
 * Thread-safe.
 *
 * <p>Needs native access: {@code --enable-native-access} of the module or class path, else Java
 * warns (or refuses, where it is told to).
 */
@SuppressWarnings(
    "restricted") // what these functions take and answer is written down here, and tested
public final class Posix {
  /** Interrupted by a signal. */
  public static final int EINTR = 4;

  /** Nobody is at the other end. */
  public static final int ENXIO = 6;

  /** It would have to wait. */
  public static final int EAGAIN = 11;

  /** It exists already. */
  public static final int EEXIST = 17;

  /** The file system cannot do that. */
  public static final int EOPNOTSUPP = 95;

  /** Something can be read, for {@link #poll}. */
  public static final int POLLIN = 1;

  /** Something can be written, for {@link #poll}. */
  public static final int POLLOUT = 4;

  private static final int O_WRONLY = 1;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_RDWR = 2;

  private static final int FALLOC_FL_KEEP_SIZE = 1;
  private static final int FALLOC_FL_PUNCH_HOLE = 2;

  // struct statx is the same on all machines.
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_NLINK_SIZE_BLOCKS = 0x4 | 0x200 | 0x400;
  private static final long STATX_BYTES = 256;
  private static final long STATX_NLINK = 16;
  private static final long STATX_SIZE = 40;
  private static final long STATX_BLOCKS = 48;
  private static final long BLOCK_OF_STATX = 512;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle KILL =
      call("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle OPEN =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("open"),
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle WRITE =
      call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle READ =
      call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle POLL =
      call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle MKFIFO =
      call("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle FALLOCATE =
      call("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle STATX =
      call(
          "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

  private static final MemorySegment NO_PATH = Arena.global().allocateFrom("");

  private Posix() {}

  private static MethodHandle call(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
  }

  @FunctionalInterface
  private interface Call {
    long with(Arena arena, MemorySegment captured) throws Throwable;
  }

  private static long result(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      long result = call.with(arena, captured);
      return result >= 0 ? result : -(int) ERRNO.get(captured, 0L);
    } catch (Throwable impossible) {
      throw new AssertionError("a system call of this type exists", impossible);
    }
  }

  /**
   * Sends a signal; 0 only asks whether it could be sent.
   *
   * @param pid a process, or the negative of a process group
   */
  public static int kill(long pid, int signal) {
    return (int) result((arena, captured) -> (int) KILL.invokeExact(captured, (int) pid, signal));
  }

  /** Makes a named pipe that only this user may use. */
  public static int mkfifo(Path path) {
    return (int)
        result((arena, captured) ->
            (int) MKFIFO.invokeExact(captured, arena.allocateFrom(path.toString()), 0600));
  }

  /** Opens a named pipe for writing without waiting for a reader. Yields a descriptor. */
  public static int openPipe(Path path) {
    return open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  }

  /** Opens a file for {@link #punchHole}. Yields a descriptor. */
  public static int openFile(Path path) {
    return open(path, O_RDWR | O_CLOEXEC);
  }

  private static int open(Path path, int flags) {
    return (int)
        result((arena, captured) ->
            (int) OPEN.invokeExact(captured, arena.allocateFrom(path.toString()), flags, 0));
  }

  /** Closes a descriptor. */
  public static int close(int descriptor) {
    return (int) result((arena, captured) -> (int) CLOSE.invokeExact(captured, descriptor));
  }

  /** Writes some of these bytes, from an offset. Yields how many. */
  public static int write(int descriptor, byte[] bytes, int from) {
    return write(descriptor, bytes, from, bytes.length - from);
  }

  /** The same of at most so many. */
  public static int write(int descriptor, byte[] bytes, int from, int length) {
    return (int)
        result((arena, captured) -> {
          MemorySegment buffer = arena.allocate(Math.max(1, length));
          MemorySegment.copy(bytes, from, buffer, JAVA_BYTE, 0, length);
          return (long) WRITE.invokeExact(captured, descriptor, buffer, (long) length);
        });
  }

  /** Reads some bytes, as many as there are and fit in. Yields how many, 0 at the end. */
  public static int read(int descriptor, byte[] bytes) {
    return (int)
        result((arena, captured) -> {
          MemorySegment buffer = arena.allocate(bytes.length);
          long count = (long) READ.invokeExact(captured, descriptor, buffer, (long) bytes.length);
          MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, (int) Math.max(0, count));
          return count;
        });
  }

  /**
   * Waits until something can be read or written, or that would fail at once. Yields 0 if this time
   * was over first.
   *
   * @param events {@link #POLLIN} or {@link #POLLOUT}
   */
  public static int poll(int descriptor, int events, Duration atMost) {
    int millis = (int) Math.min(Integer.MAX_VALUE, atMost.plusNanos(999_999).toMillis());
    return (int)
        result((arena, captured) -> {
          MemorySegment asked = arena.allocate(Long.BYTES, Integer.BYTES);
          asked.set(JAVA_INT, 0, descriptor);
          asked.set(JAVA_SHORT, Integer.BYTES, (short) events);
          return (int) POLL.invokeExact(captured, asked, 1L, millis);
        });
  }

  /** Gives the blocks of this part of a file back to the file system; it reads as zeros then. */
  public static int punchHole(int descriptor, long from, long length) {
    int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    return (int)
        result((arena, captured) ->
            (int) FALLOCATE.invokeExact(captured, descriptor, mode, from, length));
  }

  /**
   * How big an open file is.
   *
   * @param size bytes from its beginning to its end
   * @param allocated bytes of disk that it uses
   * @param links how many names it has; 0 if it was deleted
   */
  public record FileState(long size, long allocated, int links) {}

  /** Asks how big an open file is; nothing if the file system has no answer. */
  public static Optional<FileState> stateOf(int descriptor) {
    FileState[] state = new FileState[1];
    long result =
        result((arena, captured) -> {
          MemorySegment statx = arena.allocate(STATX_BYTES, Long.BYTES);
          int answer =
              (int)
                  STATX.invokeExact(
                      captured, descriptor, NO_PATH, AT_EMPTY_PATH, STATX_NLINK_SIZE_BLOCKS, statx);
          state[0] =
              new FileState(
                  statx.get(JAVA_LONG, STATX_SIZE),
                  statx.get(JAVA_LONG, STATX_BLOCKS) * BLOCK_OF_STATX,
                  statx.get(JAVA_INT, STATX_NLINK));
          return answer;
        });
    return result < 0 ? Optional.empty() : Optional.of(state[0]);
  }
}
