package dev.errand.cli.client;

import dev.errand.cli.console.Output;
import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Protocol;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A command that is sent beside the one that was typed; only what it says on stderr is shown. */
final class SideCommand extends Thread {
  private final Home home;
  private final CommandRequest typed;
  private final List<String> arguments;

  SideCommand(Home home, CommandRequest typed, List<String> arguments) {
    super("errand-side-command");
    this.home = home;
    this.typed = typed;
    this.arguments = arguments;
  }

  @Override
  public void run() {
    Output nowhere = new Output(OutputStream.nullOutputStream());
    Answer answer = new Answer(home, nowhere, new FileOutputStream(FileDescriptor.err));
    try (Connection connection = Connection.openOrStart(home)) {
      if (connection == null) {
        return;
      }
      connection.post(Protocol.COMMAND_PATH, Surroundings.other(typed, arguments).encode());
      int status = connection.status();
      while (status == Protocol.OK && answer.exit() == null) {
        answer.next(connection.body());
      }
    } catch (IOException | HomeException | ClientException gone) {
      // The first connection says so too.
    }
  }
}
