package dev.errand.shell.process;

import dev.errand.shell.os.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of a run, as its processes have written it down: who the supervisor is, who the
 * command, and how it ended.
 *
 * <p>The file is one block, written before the start and overwritten in place, line by line, by the
 * supervisor and what it starts (all through one descriptor, so that each goes on where the one
 * before ended). So no disk is too full for it. A line counts if it has its terminator.
 *
 * <pre>
 * supervisor 4711 (sh) S 1 …  .       the line of /proc/…/stat
 * leader 4713 (sh) S 4712 …  .        who becomes the command if it is told to
 * command 4713 (sh) S 4712 …  .
 * setsid: child 4713 did not …        by setsid or sh, if a signal ended the command
 * end 9 .
 *                                     (empty lines)
 * prepared 1 6f1d…b4 SETSID .         attempt, boot id, who reports signals; the end of the block
 * </pre>
 *
 * @param attempt which start of the run this is, from 1
 * @param boot the host between two of its starts
 * @param supervisor who waits for the command
 * @param leader who is, or was, to become the command
 * @param command the command
 * @param end how it ended
 */
record RunRecord(
    int attempt,
    String boot,
    Optional<ProcessId> supervisor,
    Optional<ProcessId> leader,
    Optional<ProcessId> command,
    Optional<ProcessEnd> end,
    boolean hasEnded) {
  private static final int SIZE = 4096;
  private static final int SIGNAL_MASK = 0x7f; // the bit above says that there is a core file
  private static final int SIGNALLED = 128;
  private static final int HIGHEST_SIGNAL = 64;

  private static final Pattern PREPARED =
      Pattern.compile("^prepared (\\d{1,9}) (\\S+) ([A-Z]+) \\.$", Pattern.MULTILINE);
  private static final Pattern SUPERVISOR =
      Pattern.compile("^supervisor (.*) \\.$", Pattern.MULTILINE);
  private static final Pattern LEADER = Pattern.compile("^leader (.*) \\.$", Pattern.MULTILINE);
  private static final Pattern COMMAND = Pattern.compile("^command (.*) \\.$", Pattern.MULTILINE);
  private static final Pattern END = Pattern.compile("^end (\\d{1,3}) \\.$", Pattern.MULTILINE);

  /**
   * Writes it for an attempt. Not where it belongs, but where nobody watches; it is moved there.
   *
   * @throws IOException if there is no room
   */
  static void prepare(Path draft, int attempt, String boot, SignalReports reports)
      throws IOException {
    byte[] last =
        ("\nprepared " + attempt + " " + boot + " " + reports + " .\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] block = new byte[SIZE];
    Arrays.fill(block, (byte) '\n');
    System.arraycopy(last, 0, block, SIZE - last.length, last.length);
    PrivateFiles.write(draft, block);
  }

  /**
   * Reads it.
   *
   * @return empty if what is there makes no sense
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  static Optional<RunRecord> read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    Matcher prepared = PREPARED.matcher(text);
    if (!prepared.find()) {
      return Optional.empty();
    }
    SignalReports reports;
    try {
      reports = SignalReports.valueOf(prepared.group(3));
    } catch (IllegalArgumentException garbled) {
      return Optional.empty();
    }
    Matcher command = COMMAND.matcher(text);
    Matcher end = END.matcher(text);
    boolean hasBegun = command.find();
    boolean hasEnded = end.find();
    Optional<ProcessEnd> how = Optional.empty();
    if (hasBegun && hasEnded && command.end() < end.start()) {
      List<String> messages =
          text.substring(command.end(), end.start()).lines().filter(it -> !it.isBlank()).toList();
      how = Optional.of(end(reports, Integer.parseInt(end.group(1)), messages, file));
    }
    return Optional.of(
        new RunRecord(
            Integer.parseInt(prepared.group(1)),
            prepared.group(2),
            process(SUPERVISOR.matcher(text)),
            process(LEADER.matcher(text)),
            hasBegun ? process(command.reset()) : Optional.empty(),
            how,
            hasEnded));
  }

  /**
   * Whether the command is alive, or who waits for it; a supervisor that has recorded the end does
   * not, it may be waiting for the command of another run.
   */
  boolean isAttended() {
    return command.filter(ProcessId::isAlive).isPresent()
        || (!hasEnded && supervisor.filter(ProcessId::isAlive).isPresent());
  }

  private static Optional<ProcessId> process(Matcher line) {
    return line.find() ? ProcStat.parse(line.group(1)).map(ProcStat::id) : Optional.empty();
  }

  private static ProcessEnd end(SignalReports reports, int status, List<String> messages, Path file)
      throws IOException {
    Instant at = writtenAt(file);
    return switch (reports) {
      case SETSID -> {
        if (messages.stream().anyMatch(it -> it.startsWith("setsid: child "))) {
          yield new ProcessEnd.Killed(Signals.name(status & SIGNAL_MASK), at);
        }
        // The shell speaks of setsid itself: somebody killed it, and the command's end was not
        // seen.
        yield status > SIGNALLED && !messages.isEmpty()
            ? new ProcessEnd.Vanished("its supervisor was killed")
            : new ProcessEnd.Exited(status, at);
      }
      case SHELL -> shellsWord(status, !messages.isEmpty(), at);
      case NOBODY -> shellsWord(status, true, at);
    };
  }

  private static ProcessEnd shellsWord(int status, boolean signalled, Instant at) {
    return signalled && status > SIGNALLED && status <= SIGNALLED + HIGHEST_SIGNAL
        ? new ProcessEnd.Killed(Signals.name(status - SIGNALLED), at)
        : new ProcessEnd.Exited(status, at);
  }

  private static Instant writtenAt(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }
}
