package dev.errand.cli;

import dev.errand.cli.console.Messages;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** The command line as it is without a daemon: the job lives in this process. */
public final class InProcess {
  private InProcess() {}

  /** Does what the arguments say and returns the exit code. */
  public static int run(String... args) {
    // Not System.out: it is buffered and swallows errors, and the bytes of a job are to pass as
    // they come.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    Messages messages = new Messages(System.err);
    try {
      LostBytes.refuse(args);
      return new Dispatcher(out, messages).run(args);
    } catch (UsageException wrong) {
      messages.say(wrong.getMessage());
      return ExitCodes.USAGE;
    }
  }
}
