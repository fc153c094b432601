package dev.errand.cli;

import dev.errand.cli.console.Messages;
import dev.errand.cli.console.Output;
import dev.errand.daemon.text.DidYouMean;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the arguments and passes the word to the sub-command, or to help. */
final class Dispatcher {
  private final OutputStream out;
  private final Messages messages;
  private final CommandLine root = Syntax.commandLine();

  Dispatcher(OutputStream out, Messages messages) {
    this.out = out;
    this.messages = messages;
  }

  /**
   * Does what the arguments say.
   *
   * @return the exit code
   * @throws UsageException if the arguments are wrong
   */
  int run(String... args) {
    ParseResult parsed = parse(args);
    if (parsed.isUsageHelpRequested()) {
      return print(usage(root));
    }
    if (parsed.isVersionHelpRequested()) {
      return print(Version.line() + System.lineSeparator());
    }
    if (!parsed.hasSubcommand()) {
      throw new UsageException("a sub-command is missing" + hint(root));
    }
    ParseResult sub = parsed.subcommand();
    if (sub.isUsageHelpRequested()) {
      return print(usage(sub.commandSpec().commandLine()));
    }
    return sub.commandSpec().name().equals(Syntax.HELP)
        ? help(Syntax.words(sub))
        : new RunCommand(out, messages).run(RunOptions.of(sub));
  }

  private ParseResult parse(String... args) {
    try {
      return root.parseArgs(args);
    } catch (UnmatchedArgumentException unknown) {
      CommandLine where = unknown.getCommandLine();
      String first = unknown.getUnmatched().getFirst();
      throw new UsageException(unknown(first, where) + hint(where));
    } catch (ParameterException wrong) {
      throw new UsageException(
          decapitalized(String.valueOf(wrong.getMessage())) + hint(wrong.getCommandLine()));
    }
  }

  private int help(List<String> about) {
    if (about.isEmpty()) {
      return print(usage(root));
    }
    CommandLine command = root.getSubcommands().get(about.getFirst());
    if (command == null || about.size() > 1) {
      throw new UsageException(unknown(about.get(command == null ? 0 : 1), root) + hint(root));
    }
    return print(usage(command));
  }

  private static String unknown(String word, CommandLine where) {
    if (word.startsWith("-") && word.length() > 1) {
      String name = word.replaceFirst("=.*", "");
      return "unknown option '"
          + name
          + "'"
          + DidYouMean.among(where.getCommandSpec().optionsMap().keySet(), name);
    }
    return "unknown sub-command '"
        + word
        + "'"
        + DidYouMean.among(where.getSubcommands().keySet(), word);
  }

  private static String hint(CommandLine where) {
    return "; try '" + where.getCommandSpec().qualifiedName() + " --help'";
  }

  private static String decapitalized(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String usage(CommandLine command) {
    return command.getUsageMessage(Ansi.OFF);
  }

  private int print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Output output = new Output(out);
    output.write(bytes, bytes.length);
    output.failure().ifPresent(messages::say);
    return output.failure().isPresent() ? ExitCodes.OWN_FAILURE : ExitCodes.OK;
  }
}
