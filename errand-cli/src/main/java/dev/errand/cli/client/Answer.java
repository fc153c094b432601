package dev.errand.cli.client;

import dev.errand.cli.console.Output;
import dev.errand.cli.wire.Frame;
import dev.errand.cli.wire.Protocol;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What comes back for a command, over as many connections as it takes: prints it and keeps what is
 * to be known of it later. Filled by one thread; {@link #interrupt} may be asked by any.
 */
final class Answer implements Frame.Receiver {
  private static final byte[] NOTHING = {};

  private final Home home;
  private final Output out;
  private final OutputStream err;
  private Frame.@Nullable Resume resume;
  private volatile Frame.@Nullable Interrupt interrupt;
  private volatile boolean begun;
  private Frame.@Nullable Exit exit;

  Answer(Home home, Output out, OutputStream err) {
    this.home = home;
    this.out = out;
    this.err = err;
  }

  /**
   * Takes the next frame.
   *
   * @throws IOException if the connection is broken
   */
  void next(InputStream in) throws IOException {
    Frame frame = Frame.read(in);
    frame.accept(this);
    begun = true;
  }

  /** The last frame, if it has come. */
  Frame.@Nullable Exit exit() {
    return exit;
  }

  /** Takes out what is to be sent if the connection breaks; {@code null}: what was sent last. */
  Frame.@Nullable Resume takeResume() {
    Frame.Resume taken = resume;
    resume = null;
    return taken;
  }

  /**
   * Whether the reader of stdout has gone away from what an interrupt would leave alone: then there
   * is nothing left to do here.
   */
  boolean isLeft() {
    Frame.Interrupt wanted = interrupt;
    return !out.isOpen()
        && out.failure().isEmpty()
        && wanted != null
        && wanted.arguments().isEmpty();
  }

  /** What is to happen if the user interrupts us. */
  Frame.@Nullable Interrupt interrupt() {
    return interrupt;
  }

  /** Whether any frame has come. */
  boolean begun() {
    return begun;
  }

  @Override
  public void out(Frame.Out frame) {
    out.write(frame.bytes(), frame.bytes().length);
  }

  @Override
  public void page(Frame.Page frame) {
    out.write(frame.bytes(), frame.bytes().length);
    resume = new Frame.Resume(frame.arguments());
  }

  @Override
  public void err(Frame.Err frame) {
    try {
      err.write(frame.bytes());
    } catch (IOException nobodyListens) {
      // and there is nobody to be told so
    }
  }

  @Override
  public void resume(Frame.Resume frame) {
    resume = frame;
  }

  @Override
  public void interrupt(Frame.Interrupt frame) {
    interrupt = frame;
  }

  @Override
  public void confirm(Frame.Confirm frame) {
    try (Connection connection = Connection.open(home)) {
      if (connection != null) {
        String path = Protocol.CONFIRM_PATH.concat(frame.token());
        connection.post(out.isOpen() ? path : path.concat(Protocol.NOT_WRITTEN), NOTHING);
        connection.status();
      }
    } catch (IOException | HomeException | ClientException notConfirmed) {
      // The daemon is gone, as the connection we came from will show; it will ask again.
    }
  }

  @Override
  public void ping(Frame.Ping frame) {
    // It lives.
  }

  @Override
  public void last(Frame.Last frame) {
    out.write(frame.out(), frame.out().length);
    err(new Frame.Err(frame.err()));
    exit = new Frame.Exit(frame.code());
  }

  @Override
  public void exit(Frame.Exit frame) {
    exit = frame;
  }
}
