package dev.errand.shell.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.shell.os.Posix;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random steps on one log, and a plain array beside it that says what has to be read. More seeds:
 * {@code -Derrand.log.seeds=100}, another first one: {@code -Derrand.log.firstSeed=7}.
 */
class LogModelTest {
  private static final Quota QUOTA = new Quota(Quota.LEAST);
  private static final int STEPS = 400;

  @TempDir Path temp;

  @Test
  @DisplayName("whatever is printed, given up, cut off or crashed, reads are those of the model")
  void random() throws IOException {
    long first = Long.getLong("errand.log.firstSeed", 1);
    for (long seed = first; seed < first + Long.getLong("errand.log.seeds", 3); seed++) {
      Path folder = java.nio.file.Files.createDirectory(temp.resolve("seed" + seed));
      Run run = new Run(folder, new Random(seed));
      for (int step = 0; step < STEPS; step++) {
        try {
          run.step();
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("seed " + seed + ", step " + step + ": " + run.last, e);
        }
      }
      run.keeping.end();
    }
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Run {
    private final Random random;
    private final LogFolder folder;
    private final Path path;
    private byte[] model = new byte[1 << 20];
    private int size;
    private boolean crashes;
    private Keeping keeping;
    String last = "";

    Run(Path path, Random random) {
      this.path = path;
      this.random = random;
      this.folder = new LogFolder(path);
      keeping = keeping();
    }

    private Keeping keeping() {
      WatchedLog watched = WatchedLog.in(path).keeping(QUOTA, Brake.NONE, () -> {});
      return new Keeping(watched, this::punch, System::nanoTime);
    }

    private int punch(int descriptor, long from, long length) {
      if (crashes) {
        crashes = false;
        throw new Crash();
      }
      return Posix.punchHole(descriptor, from, length);
    }

    void step() throws IOException {
      int dice = random.nextInt(100);
      if (dice < 30) {
        print();
      } else if (dice < 45) {
        look();
      } else if (dice < 47) {
        crash();
      } else if (dice < 48) {
        cutOff();
      } else if (dice < 80) {
        read();
      } else if (dice < 90) {
        tail();
      } else {
        search();
      }
    }

    private void print() throws IOException {
      byte[] bytes = bytes(random.nextInt(random.nextInt(10) == 0 ? 1 << 20 : 50_000));
      last = "print " + bytes.length;
      folder.print(bytes);
      if (size + bytes.length > model.length) {
        model = Arrays.copyOf(model, 2 * (size + bytes.length));
      }
      System.arraycopy(bytes, 0, model, size, bytes.length);
      size += bytes.length;
    }

    private byte[] bytes(int length) {
      byte[] bytes = new byte[length];
      if (random.nextInt(4) == 0) {
        random.nextBytes(bytes);
        return bytes;
      }
      if (random.nextInt(5) == 0) {
        return bytes; // zeros that are printed
      }
      StringBuilder text = new StringBuilder();
      while (text.length() < length) {
        text.append("line ").append(random.nextInt(1000)).append(" äöü€😀 ");
        if (random.nextInt(500) != 0) {
          text.append('\n');
        }
      }
      return Arrays.copyOf(text.toString().getBytes(UTF_8), length);
    }

    private void look() {
      last = "look";
      while (keeping.look() == 0) {
        last = "look again";
      }
      int file = Posix.openFile(folder.files.output());
      if (file >= 0) {
        assertThat(Posix.stateOf(file).orElseThrow().allocated())
            .isLessThan(QUOTA.nearlyFull() + (64 << 10));
        Posix.close(file);
      }
    }

    private void crash() {
      last = "crash";
      crashes = true;
      try {
        keeping.look();
      } catch (Crash _) {
        last = "crash before freeing";
      }
      crashes = false;
      keeping = keeping();
    }

    private void cutOff() throws IOException {
      if (size == 0) {
        return;
      }
      look(); // it must have seen the size before
      size = random.nextInt(size);
      last = "cut off to " + size;
      try (FileChannel file = FileChannel.open(folder.files.output(), StandardOpenOption.WRITE)) {
        file.truncate(size);
      }
      look();
    }

    private Released released() throws IOException {
      Released released = Released.read(folder.files);
      if (released.length() > 0) {
        assertThat(released.start()).isEqualTo(QUOTA.head());
        assertThat(released.end()).isLessThanOrEqualTo(size);
      }
      return released;
    }

    private int cursor(Released released) {
      return switch (random.nextInt(4)) {
        case 0 -> Math.max(0, size - random.nextInt(Math.min(size + 1, 100_000)));
        case 1 -> (int) Math.min(size, Math.max(0, released.start() - random.nextInt(1000)));
        default -> random.nextInt(size + 1);
      };
    }

    private void read() throws IOException {
      Released released = released();
      int cursor = cursor(released);
      int most = 4 + random.nextInt(200_000);
      boolean over = random.nextBoolean();
      folder.ended.set(over);
      last = "read " + cursor + ", " + most + ", released " + released + ", size " + size;
      LogPage page = folder.log.read(cursor, most);
      if (page.state() instanceof LogState.Absent) {
        assertThat(size).isZero();
        return;
      }
      int from = released.contains(cursor) ? (int) released.end() : cursor;
      assertThat(page.from()).isEqualTo(from);
      assertThat(page.skipped()).isEqualTo(from - cursor);
      int end = from < released.start() ? (int) released.start() : size;
      int to = Math.min(end, from + most);
      assertThat(page.next()).isBetween((long) Math.max(from, to - 3), (long) to);
      assertThat(Arrays.equals(page.bytes(), Arrays.copyOfRange(model, from, (int) page.next())))
          .isTrue();
      assertThat(page.atEnd()).isEqualTo(to == size && end == size);
      if (over && to == end) {
        assertThat(page.next()).isEqualTo(to);
      }
      if (to < end) {
        assertThat(page.next()).as("progress").isGreaterThan(from);
      }
    }

    private void tail() throws IOException {
      Released released = released();
      int floor = released.length() == 0 ? 0 : (int) released.end();
      int lines = 1 + random.nextInt(200);
      last = "last " + lines + " lines, released " + released + ", size " + size;
      LogTail tail = folder.log.lastLines(lines, JobLog.LONGEST_ANSWER);
      int from = size;
      int left = lines;
      while (from > floor && !(from < size && model[from - 1] == '\n' && --left == 0)) {
        from--;
      }
      assertThat(tail.from()).isEqualTo(from);
      assertThat(tail.text()).isEqualTo(new String(model, from, size - from, UTF_8));

      int characters = 1 + random.nextInt(5000);
      last = "last " + characters + " characters, released " + released + ", size " + size;
      String text = folder.log.lastCharacters(characters).text();
      int count = text.codePointCount(0, text.length());
      assertThat(count).isLessThanOrEqualTo(characters);
      if (size - floor >= 4 * characters + 3) {
        assertThat(count).isEqualTo(characters);
      }
      assertThat(new String(model, floor, size - floor, UTF_8)).endsWith(text);
    }

    /** All whole lines with a number in them, found in pages. */
    private void search() throws IOException {
      Released released = released();
      int number = random.nextInt(1000);
      Pattern pattern = Pattern.compile("line " + number + " ");
      last = "search " + pattern + ", released " + released + ", size " + size;
      folder.ended.set(true);
      List<Long> wanted = new ArrayList<>();
      wanted(wanted, pattern, 0, released.length() == 0 ? size : (int) released.start());
      if (released.length() > 0) {
        wanted(wanted, pattern, (int) released.end(), size);
      }
      List<Long> found = new ArrayList<>();
      LogMatches page;
      long cursor = 0;
      do {
        page = folder.log.search(pattern, cursor, 1 + random.nextInt(50), 64 * 1024);
        page.matches().stream()
            .filter(match -> !match.cut())
            .forEach(match -> found.add(match.cursor()));
        assertThat(page.complete() || page.next() > cursor).as("progress").isTrue();
        cursor = page.next();
      } while (!page.complete());
      assertThat(found).isEqualTo(wanted);
    }

    /** Lines that begin and end in this part, in one piece. */
    private void wanted(List<Long> wanted, Pattern pattern, int from, int to) {
      int start = from;
      for (int i = from; i < to; i++) {
        if (model[i] != '\n') {
          continue;
        }
        boolean whole = start > from || from == 0;
        if (whole
            && i - start <= JobLog.LONGEST_LINE
            && pattern.matcher(new String(model, start, i - start, UTF_8)).find()) {
          wanted.add((long) start);
        }
        start = i + 1;
      }
      boolean whole = start > from || from == 0;
      if (to == size
          && start < to
          && whole
          && to - start <= JobLog.LONGEST_LINE
          && pattern.matcher(new String(model, start, to - start, UTF_8)).find()) {
        wanted.add((long) start);
      }
    }
  }
}
