package dev.errand.cli.client;

import dev.errand.cli.console.Messages;
import dev.errand.cli.console.Output;
import dev.errand.cli.wire.BuildVersion;
import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Frame;
import dev.errand.cli.wire.Protocol;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** One command, from the arguments to the exit code, whatever becomes of the daemon meanwhile. */
public final class Client {
  private static final int OWN_FAILURE = 125;

  private final Home home;
  private final Output out;
  private final Messages messages;
  private final boolean chatty;
  private final Answer answer;
  private final Interruption interruption;
  private final CommandRequest request;

  Client(Home home, CommandRequest request, OutputStream stdout, Messages messages) {
    this.home = home;
    this.request = request;
    this.out = new Output(stdout);
    this.messages = messages;
    this.chatty = request.isTerminal(CommandRequest.STDERR);
    this.answer = new Answer(home, out, new FileOutputStream(FileDescriptor.err));
    this.interruption = new Interruption(answer, request, home, messages);
  }

  /** Does what was typed and returns the exit code. */
  public static int run(String[] args) {
    Messages messages = new Messages(System.err);
    try {
      Home home = Home.of(System.getenv());
      CommandRequest request = Surroundings.request(BuildVersion.NUMBER, args);
      // Not System.out: it is buffered and swallows errors, and bytes are to pass as they come.
      OutputStream stdout = new FileOutputStream(FileDescriptor.out);
      return new Client(home, request, stdout, messages).run();
    } catch (HomeException unusable) {
      messages.say(String.valueOf(unusable.getMessage()));
    } catch (IOException failed) {
      messages.say("cannot find out where this is: " + failed.getMessage());
    }
    return OWN_FAILURE;
  }

  /** Does it and returns the exit code. */
  int run() {
    try {
      Runtime.getRuntime().addShutdownHook(interruption);
    } catch (IllegalStateException interruptedAlready) {
      return OWN_FAILURE; // which nobody sees: the JVM is leaving with the code of the signal
    }
    try {
      return codeOf(converse());
    } catch (ClientException | HomeException failed) {
      for (String line : String.valueOf(failed.getMessage()).split("\n", -1)) {
        messages.say(line);
      }
      return OWN_FAILURE;
    } catch (IOException tooBig) {
      messages.say(String.valueOf(tooBig.getMessage()));
      return OWN_FAILURE;
    } finally {
      interruption.ended();
    }
  }

  private int codeOf(int code) {
    if (out.failure().isEmpty()) {
      return code;
    }
    messages.say("output was lost: " + out.failure().get());
    return code == 0 ? OWN_FAILURE : code;
  }

  private int converse() throws IOException {
    Frame.Exit exit =
        new Conversation(home, Protocol.COMMAND_PATH, request, answer, new Terminal()).hold();
    return exit == null ? OWN_FAILURE : exit.code(); // if it was interrupted nobody sees it
  }

  /** A person, who may interrupt and is told what goes on. */
  private final class Terminal implements Conversation.Watch {
    @Override
    public boolean maySend() {
      return interruption.maySend();
    }

    @Override
    public boolean isOver() {
      return interruption.hasCome();
    }

    @Override
    public void begun() {
      interruption.begun();
    }

    @Override
    public void connectingAgain() {
      if (chatty) {
        messages.say("the daemon went away; connecting again ...");
      }
    }
  }
}
