package dev.errand.cli.client;

import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Frame;
import dev.errand.cli.wire.Protocol;
import dev.errand.daemon.home.Home;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** One request and its answer, over as many connections and daemons as it takes. */
final class Conversation {
  private final Home home;
  private final String path;
  private final Answer answer;
  private final Watch watch;
  private final Patience patience = new Patience();
  private CommandRequest request;

  /** Who looks on, and may end it. */
  interface Watch {
    /** Whether the request may be sent now; the daemon may have it from here on. */
    boolean maySend();

    /** Whether nobody waits for the answer any more. */
    boolean isOver();

    /** A frame has come. */
    void begun();

    /** The connection broke; the first time only. */
    void connectingAgain();
  }

  /**
   * About this request.
   *
   * @param path where it is sent
   */
  Conversation(Home home, String path, CommandRequest request, Answer answer, Watch watch) {
    this.home = home;
    this.path = path;
    this.request = request;
    this.answer = answer;
    this.watch = watch;
  }

  /**
   * Holds it; the last frame, or {@code null} if it was over before.
   *
   * @throws ClientException if there is no answer, with a sentence why
   */
  Frame.@Nullable Exit hold() throws IOException {
    byte[] body = request.encode();
    boolean told = false;
    do {
      Frame.Exit exit = attempt(body);
      if (exit != null) {
        return exit;
      }
      if (watch.isOver()) {
        return null;
      }
      Frame.Resume resume = answer.takeResume();
      if (resume != null) {
        body = other(resume).encode();
      }
      if (!told) {
        watch.connectingAgain();
        told = true;
      }
    } while (patience.pause());
    throw new ClientException(
        "the daemon went away and could not be reached again for a minute; whether it has done what"
            + " was asked for is unknown");
  }

  private CommandRequest other(Frame.Resume resume) throws IOException {
    if (resume.arguments().isEmpty()) {
      throw new ClientException(
          "the daemon went away; whether it has done what was asked for is unknown");
    }
    request = Surroundings.other(request, resume.arguments());
    return request;
  }

  /** Sends it and takes what comes; {@code null} if the connection broke or there was none. */
  private Frame.@Nullable Exit attempt(byte[] body) {
    try (Connection connection = Connection.openOrStart(home)) {
      if (connection == null || !watch.maySend()) {
        return null;
      }
      connection.post(path, body);
      int status = connection.status();
      if (status == Protocol.GOING_DOWN) {
        return null; // the next daemon will take it
      }
      if (status != Protocol.OK) {
        throw new ClientException(connection.problem(status));
      }
      while (answer.exit() == null) {
        answer.next(connection.body());
        watch.begun();
        patience.progress();
        if (answer.isLeft()) {
          return new Frame.Exit(0);
        }
      }
      return answer.exit();
    } catch (ProtocolException | CharacterCodingException wrong) {
      throw new ClientException(
          "the daemon said what this client does not understand: "
              + wrong.getMessage()
              + "; are both of the same version?");
    } catch (IOException broken) {
      return null;
    }
  }
}
