package dev.errand.cli.command;

import dev.errand.cli.UsageException;
import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Frame;
import dev.errand.cli.wire.Protocol;
import dev.errand.cli.wire.Utf8;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client at the other end of a connection, which gets frames. */
final class RemoteClient implements Client {
  private static final Duration CONFIRMATION = Duration.ofSeconds(30);
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 20;

  /**
   * Characters of what may wait to go out in one frame, and of what is said behind it: with three
   * bytes each, both still fit.
   */
  private static final int MOST_LAST = Protocol.MAX_FRAME / 4;

  private static final int MOST_BEHIND_LAST = Protocol.MAX_FRAME / 16;

  private final CommandRequest request;
  private final OutputStream frames;
  private final Confirmations confirmations;
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> garbled = new ArrayList<>();
  private @Nullable String last;
  private Runnable lost = () -> {};
  private final StringBuilder behindLast = new StringBuilder();

  /**
   * The client that sent this.
   *
   * @throws UsageException if its directory cannot be expressed
   */
  RemoteClient(CommandRequest request, OutputStream frames, Confirmations confirmations) {
    this.request = request;
    this.frames = frames;
    this.confirmations = confirmations;
    try {
      this.directory = Path.of(Utf8.decode(request.directory()));
    } catch (CharacterCodingException | InvalidPathException unreadable) {
      throw new UsageException("the working directory has a name that is not UTF-8");
    }
    request.environment().forEach(this::variable);
  }

  private void variable(byte[] entry) {
    try {
      String text = Utf8.decode(entry);
      int end = text.indexOf('=');
      if (end > 0) {
        environment.putIfAbsent(text.substring(0, end), text.substring(end + 1)); // as getenv
      }
    } catch (CharacterCodingException unreadable) {
      String text = new String(entry, StandardCharsets.UTF_8);
      garbled.add(text.substring(0, Math.max(0, text.indexOf('='))));
    }
  }

  /**
   * What was typed.
   *
   * @throws UsageException if it cannot be expressed
   */
  List<String> words() {
    List<String> words = new ArrayList<>();
    try {
      for (byte[] argument : request.arguments()) {
        words.add(Utf8.decode(argument));
      }
    } catch (CharacterCodingException unreadable) {
      throw new UsageException("an argument is not UTF-8");
    }
    return words;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public List<String> garbled() {
    return garbled;
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public String requestKey() {
    return request.key();
  }

  @Override
  public String version() {
    return request.version();
  }

  @Override
  public boolean outIsTerminal() {
    return request.isTerminal(CommandRequest.STDOUT);
  }

  @Override
  public boolean errIsTerminal() {
    return request.isTerminal(CommandRequest.STDERR);
  }

  @Override
  public int columns() {
    return request.columns() == 0 ? USUAL_COLUMNS : Math.max(FEWEST_COLUMNS, request.columns());
  }

  @Override
  public void out(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      send(new Frame.Ping());
    }
    for (int from = 0; from < bytes.length; from += Protocol.MAX_FRAME) {
      int to = Math.min(bytes.length, from + Protocol.MAX_FRAME);
      send(new Frame.Out(Arrays.copyOfRange(bytes, from, to)));
    }
  }

  @Override
  public void out(byte[] bytes, List<String> resume) throws IOException {
    send(new Frame.Page(bytes, resume)); // a page of a log is smaller than a frame may be
  }

  @Override
  public void out(String text) throws IOException {
    out(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void last(String text) throws IOException {
    if (text.length() < MOST_LAST) {
      last = text;
    } else {
      out(text);
    }
  }

  @Override
  public void err(String text) throws IOException {
    if (last != null && behindLast.length() + text.length() < MOST_BEHIND_LAST) {
      behindLast.append(text);
      return;
    }
    send(new Frame.Err(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void resume(List<String> words) throws IOException {
    send(new Frame.Resume(words));
  }

  @Override
  public void onInterrupt(String message, List<String> words) throws IOException {
    send(new Frame.Interrupt(message, words));
  }

  @Override
  public boolean confirm() throws IOException, InterruptedException {
    String token = confirmations.open();
    send(new Frame.Confirm(token));
    return confirmations.await(token, CONFIRMATION);
  }

  /** Run if the last frame cannot be sent. */
  void ifLost(Runnable action) {
    lost = action;
  }

  void exit(int code) throws IOException {
    try {
      sendLast(code);
    } catch (IOException gone) {
      lost.run();
      throw gone;
    }
  }

  private void sendLast(int code) throws IOException {
    if (last == null) {
      send(new Frame.Exit(code));
    } else {
      byte[] err = behindLast.toString().getBytes(StandardCharsets.UTF_8);
      send(new Frame.Last(last.getBytes(StandardCharsets.UTF_8), err, code));
    }
  }

  private synchronized void send(Frame frame) throws IOException {
    frame.write(frames);
    frames.flush();
  }
}
