package dev.errand.shell.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which files of a folder were closed by those who could write to them. To be used by one
 * thread.
 *
 * <p>Why not {@link java.nio.file.WatchService}: it does not know closing, only writing, keeps a
 * thread of its own, and tells later by that.
 */
@SuppressWarnings(
    "restricted") // what these functions take and answer is written down here, and tested
public final class Inotify implements AutoCloseable {
  private static final int CLOEXEC = 0x80000;
  private static final int NONBLOCK = 0x800;
  private static final int CLOSE_WRITE = 0x8;
  private static final int OVERFLOW = 0x4000;
  private static final int BUFFER_SIZE = 16 * 1024;
  private static final int HEADER_SIZE = 16;
  private static final int MASK_AT = 4;
  private static final int LENGTH_AT = 12;

  private static final MethodHandle INIT =
      call("inotify_init1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle ADD =
      call("inotify_add_watch", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle READ =
      call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_SIZE, 8);
  private final int descriptor;

  private Inotify(int descriptor) {
    this.descriptor = descriptor;
  }

  private static MethodHandle call(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }

  /** What happened. */
  public sealed interface Event {

    /**
     * A file was closed.
     *
     * @param name of the file
     */
    record Closed(String name) implements Event {}

    /** More happened than the kernel remembers. */
    record Lost() implements Event {}
  }

  /**
   * Watches a folder from now on.
   *
   * @throws IOException if the kernel has no watch left, or there are too many open files
   */
  public static Inotify on(Path folder) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) INIT.invokeExact(CLOEXEC | NONBLOCK);
      if (descriptor < 0) {
        throw new IOException("the kernel gives no watch; see fs.inotify.max_user_instances");
      }
      if ((int) ADD.invokeExact(descriptor, arena.allocateFrom(folder.toString()), CLOSE_WRITE)
          < 0) {
        Posix.close(descriptor);
        throw new IOException("the kernel gives no watch; see fs.inotify.max_user_watches");
      }
      return new Inotify(descriptor);
    } catch (IOException expected) {
      throw expected;
    } catch (Throwable impossible) {
      throw new AssertionError("system calls of these types exist", impossible);
    }
  }

  /** Waits for events; empty if there are none in this time. */
  public List<Event> await(Duration atMost) {
    if (Posix.poll(descriptor, Posix.POLLIN, atMost) <= 0) {
      return List.of();
    }
    try {
      return events((long) READ.invokeExact(descriptor, buffer, (long) BUFFER_SIZE));
    } catch (Throwable impossible) {
      throw new AssertionError("system calls of these types exist", impossible);
    }
  }

  private List<Event> events(long length) {
    List<Event> events = new ArrayList<>();
    long at = 0;
    while (at < length) {
      int mask = buffer.get(JAVA_INT, at + MASK_AT);
      int nameLength = buffer.get(JAVA_INT, at + LENGTH_AT);
      if ((mask & OVERFLOW) != 0) {
        events.add(new Event.Lost());
      } else if (nameLength > 0 && buffer.get(JAVA_BYTE, at + HEADER_SIZE) != 0) {
        events.add(new Event.Closed(buffer.getString(at + HEADER_SIZE)));
      }
      at += HEADER_SIZE + nameLength;
    }
    return events;
  }

  /** Not while another thread waits. */
  @Override
  public void close() {
    Posix.close(descriptor);
    arena.close();
  }
}
