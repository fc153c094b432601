package dev.errand.cli.local;

import dev.errand.StoreException;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.cli.Version;
import dev.errand.cli.client.ClientException;
import dev.errand.cli.command.CommandRunner;
import dev.errand.cli.command.Verbs;
import dev.errand.cli.console.Messages;
import dev.errand.cli.console.Output;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Does what was typed in this process. */
public final class LocalMain {
  private final Output output = new Output(new FileOutputStream(FileDescriptor.out));
  private final Messages messages = new Messages(System.err);

  private LocalMain() {}

  /** Does it; answers the exit code. */
  public static int run(String[] words) {
    return new LocalMain().run(List.of(words));
  }

  private int run(List<String> words) {
    try {
      int code = code(words);
      output.failure().ifPresent(messages::say);
      return output.failure().isPresent() ? ExitCodes.OWN_FAILURE : code;
    } catch (UsageException wrong) {
      messages.say(wrong.getMessage());
      return ExitCodes.USAGE;
    } catch (HomeException | ClientException | StoreException | IOException failed) {
      messages.say(String.valueOf(failed.getMessage()));
      return ExitCodes.OWN_FAILURE;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return ExitCodes.OWN_FAILURE;
    }
  }

  private int code(List<String> words) throws IOException, InterruptedException {
    ParseResult typed = CommandRunner.parse(words);
    if (typed.isUsageHelpRequested()) {
      return print(CommandRunner.usage(typed.commandSpec().commandLine()));
    }
    if (typed.isVersionHelpRequested()) {
      return print(Version.line() + "\n");
    }
    if (!typed.hasSubcommand()) {
      throw new UsageException(
          "a sub-command is missing" + CommandRunner.hint(typed.commandSpec().commandLine()));
    }
    ParseResult sub = typed.subcommand();
    if (sub.isUsageHelpRequested()) {
      return print(CommandRunner.usage(sub.commandSpec().commandLine()));
    }
    return switch (sub.commandSpec().name()) {
      case "help" -> help(words(sub));
      case "daemon" -> daemon(sub);
      case "doctor" -> doctor(sub.matchedOptionValue("--json", false));
      case "completion" -> print(Completion.of(onlyWord(sub)));
      case "man" -> print(ManPage.text());
      default -> throw new UsageException("not done here: " + sub.commandSpec().name());
    };
  }

  private int help(List<String> about) {
    CommandLine root = Verbs.commandLine();
    if (about.isEmpty()) {
      return print(CommandRunner.usage(root));
    }
    CommandLine command = root.getSubcommands().get(about.getFirst());
    if (command == null || about.size() > 1) {
      throw new UsageException(
          CommandRunner.unknown(about.get(command == null ? 0 : 1), root)
              + CommandRunner.hint(root));
    }
    return print(CommandRunner.usage(command));
  }

  private int daemon(ParseResult typed) throws IOException, InterruptedException {
    DaemonVerbs verbs =
        new DaemonVerbs(
            Home.of(System.getenv()),
            messages,
            this::print,
            typed.matchedOptionValue("--json", false),
            typed.matchedOptionValue("--cancel", false),
            new StoreOption(Optional.ofNullable(typed.matchedOptionValue("--store", null))));
    return switch (onlyWord(typed)) {
      case "run" -> verbs.run();
      case "start" -> verbs.start();
      case "stop" -> verbs.stop();
      case "status" -> verbs.status();
      case "restart" -> verbs.restart();
      default -> throw new UsageException("daemon takes run, start, stop, status or restart");
    };
  }

  private int doctor(boolean json) {
    Doctor doctor = new Doctor(Home.of(System.getenv()));
    print(json ? doctor.json() : doctor.text());
    return doctor.isWell() ? ExitCodes.OK : 1;
  }

  private static List<String> words(ParseResult typed) {
    return typed.matchedPositionals().isEmpty()
        ? List.of()
        : typed.matchedPositionals().getFirst().stringValues();
  }

  private static String onlyWord(ParseResult typed) {
    List<String> words = words(typed);
    if (words.size() != 1) {
      throw new UsageException(
          typed.commandSpec().name()
              + " takes one word"
              + CommandRunner.hint(typed.commandSpec().commandLine()));
    }
    return words.getFirst();
  }

  private int print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    output.write(bytes, bytes.length);
    return ExitCodes.OK;
  }
}
