package dev.errand.cli.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A client in this process that keeps what it is told. */
final class RecordingClient implements Client {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringBuffer err = new StringBuffer(); // a test looks while a command writes
  private final AtomicInteger pages = new AtomicInteger();
  private final Map<String, String> environment;
  private final boolean terminal;
  private final int columns;

  RecordingClient() {
    this(Map.of("PATH", "/usr/bin:/bin"), false, 80);
  }

  RecordingClient(Map<String, String> environment, boolean terminal, int columns) {
    this.environment = environment;
    this.terminal = terminal;
    this.columns = columns;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString();
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public List<String> garbled() {
    return List.of();
  }

  @Override
  public Path directory() {
    return Path.of("/");
  }

  @Override
  public String requestKey() {
    return Integer.toHexString(System.identityHashCode(this));
  }

  @Override
  public String version() {
    return "test";
  }

  @Override
  public boolean outIsTerminal() {
    return terminal;
  }

  @Override
  public boolean errIsTerminal() {
    return terminal;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public void out(byte[] bytes) {
    out.writeBytes(bytes);
  }

  /** How many pages it was given. */
  int pages() {
    return pages.get();
  }

  @Override
  public void out(byte[] bytes, List<String> resume) {
    var _ = pages.incrementAndGet();
    out(bytes);
  }

  @Override
  public void last(String text) {
    out(text);
  }

  @Override
  public void out(String text) {
    out(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void err(String text) {
    err.append(text);
  }

  @Override
  public void resume(List<String> words) {}

  @Override
  public void onInterrupt(String message, List<String> words) {}

  @Override
  public boolean confirm() {
    return true;
  }
}
