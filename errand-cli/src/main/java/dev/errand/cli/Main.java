package dev.errand.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** Where {@code errand} begins. */
public final class Main {

  private Main() {}

  /** Does what the arguments say and exits with the code of {@link ExitCodes}. */
  public static void main(String[] args) {
    // Not System.out: it is buffered and swallows errors, and the bytes of a job are to pass as
    // they come.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    Messages messages = new Messages(System.err);
    System.exit(codeOf(args, out, messages));
  }

  private static int codeOf(String[] args, OutputStream out, Messages messages) {
    try {
      LostBytes.refuse(args);
      return new Dispatcher(out, messages).run(args);
    } catch (UsageException wrong) {
      messages.say(wrong.getMessage());
      return ExitCodes.USAGE;
    } catch (Throwable failure) {
      // A stack trace would tell the user nothing; the kind of failure is for the bug report.
      messages.say("internal error: " + failure);
      return ExitCodes.OWN_FAILURE;
    }
  }
}
