package dev.errand.cli.command;

import dev.errand.JobLimitReachedException;
import dev.errand.ManagerClosedException;
import dev.errand.StoreException;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.jobs.UnknownJobException;
import dev.errand.shell.ElsewhereException;
import dev.errand.shell.text.DidYouMean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads what was typed, passes it to its verb, and says what was wrong with it. */
public final class CommandRunner {
  private static final Logger LOG = System.getLogger("dev.errand.daemon");

  private final Errands errands;

  /** Over these jobs. */
  public CommandRunner(Errands errands) {
    this.errands = errands;
  }

  /**
   * Does what the words say.
   *
   * @return the exit code
   * @throws IOException if the client is gone
   */
  public int run(List<String> words, Client client) throws IOException, InterruptedException {
    try {
      ParseResult typed = parse(words);
      if (typed.isUsageHelpRequested() || !typed.hasSubcommand()) {
        client.last(usage(typed.commandSpec().commandLine()));
        return ExitCodes.OK;
      }
      ParseResult sub = typed.subcommand();
      if (sub.isUsageHelpRequested()) {
        client.last(usage(sub.commandSpec().commandLine()));
        return ExitCodes.OK;
      }
      String name = sub.commandSpec().name();
      Verb verb =
          Verbs.named(name)
              .orElseThrow(() -> new UsageException("'" + name + "' is not done by the daemon"));
      return verb.run(sub, client, errands);
    } catch (UsageException wrong) {
      Say.line(client, wrong.getMessage());
      return ExitCodes.USAGE;
    } catch (UnknownJobException unknown) {
      Say.line(client, String.valueOf(unknown.getMessage()));
      return 1;
    } catch (NoSuchElementException | JobLimitReachedException | ElsewhereException not) {
      Say.line(client, String.valueOf(not.getMessage()));
      return 1;
    } catch (IllegalArgumentException wrong) {
      Say.line(client, String.valueOf(wrong.getMessage()));
      return ExitCodes.USAGE;
    } catch (StoreException failed) {
      Say.line(client, "the store failed: " + failed.getMessage());
      return ExitCodes.OWN_FAILURE;
    } catch (UncheckedIOException disk) {
      Say.line(client, disk.getMessage() + ": " + reason(disk.getCause()));
      return ExitCodes.OWN_FAILURE;
    } catch (ManagerClosedException closing) {
      throw new IOException("the daemon goes down", closing); // the client asks the next one
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.ERROR, "A command failed", bug);
      Say.line(client, "internal error: " + bug);
      return ExitCodes.OWN_FAILURE;
    }
  }

  /** What the system said, without the path, which means nothing to people. */
  private static String reason(@Nullable IOException failed) {
    return failed instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : String.valueOf(failed);
  }

  /**
   * Reads the words.
   *
   * @throws UsageException if they are wrong
   */
  public static ParseResult parse(List<String> words) {
    CommandLine root = Verbs.commandLine();
    try {
      return root.parseArgs(words.toArray(String[]::new));
    } catch (UnmatchedArgumentException unknown) {
      CommandLine where = unknown.getCommandLine();
      String first = unknown.getUnmatched().getFirst();
      throw new UsageException(unknown(first, where) + hint(where));
    } catch (ParameterException wrong) {
      throw new UsageException(
          decapitalized(String.valueOf(wrong.getMessage())) + hint(wrong.getCommandLine()));
    }
  }

  /** The help of a command. */
  public static String usage(CommandLine command) {
    return command.getUsageMessage(Ansi.OFF);
  }

  /** A word that is neither command nor option. */
  public static String unknown(String word, CommandLine where) {
    if (word.startsWith("-") && word.length() > 1) {
      String name = word.replaceFirst("=.*", "");
      Set<String> names = where.getCommandSpec().optionsMap().keySet();
      return "unknown option '" + name + "'" + DidYouMean.among(names, name);
    }
    return "unknown sub-command '"
        + word
        + "'"
        + DidYouMean.among(where.getSubcommands().keySet(), word);
  }

  /** Where to read more. */
  public static String hint(CommandLine where) {
    return "; try '" + where.getCommandSpec().qualifiedName() + " --help'";
  }

  private static String decapitalized(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
