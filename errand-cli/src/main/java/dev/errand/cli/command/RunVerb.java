package dev.errand.cli.command;

import dev.errand.Job;
import dev.errand.JobLimitReachedException;
import dev.errand.QueueFullException;
import dev.errand.cli.ExitCodes;
import dev.errand.cli.UsageException;
import dev.errand.daemon.jobs.Caller;
import dev.errand.daemon.jobs.Errands;
import dev.errand.daemon.jobs.Hook;
import dev.errand.daemon.jobs.StartRequest;
import dev.errand.daemon.json.Json;
import dev.errand.shell.ShellJobs;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code errand run}: starts a job, and stays with it if that is wanted. */
final class RunVerb implements Verb {
  private static final String HINT = "; try 'errand run --help'";
  private static final String WAIT = "--wait";
  private static final String FOLLOW = "--follow";
  private static final String ID = "--id";
  private static final String TYPE = "--type";
  private static final String LABEL = "--label";
  private static final String CWD = "--cwd";
  private static final String ENV = "--env";
  private static final String SHELL = "--shell";
  private static final String IDLE_TIMEOUT = "--idle-timeout";
  private static final String NO_QUEUE = "--no-queue";
  private static final String QUEUE = "--queue";
  private static final String PRIORITY = "--priority";
  private static final String STDIN = "--stdin";
  private static final String QUOTA = "--quota";
  private static final String KEY = "--key";
  private static final String ON_COMPLETE = "--on-complete";
  private static final String WEBHOOK = "--webhook";
  private static final Optional<Long> QUOTA_IF_STAYS = Optional.of(1L << 30);
  private static final int LONGEST_LABEL = 1_000;

  private static final String[] FOOTER = {
    "",
    "Without --wait and --follow, standard output has the id of the job and nothing else. With one"
        + " of them it has the bytes of the job (its output and its errors, in their order) as they"
        + " come; Errand itself speaks on standard error only. If the reader of standard output"
        + " goes away ('| head -1'), the job goes on and only the copying stops. The job does not"
        + " wait for a slow reader either: its output lies in a log of up to --quota bytes; beyond"
        + " that the middle is skipped, and Errand says how much.",
    "",
    "The job reads from /dev/null, or with --stdin what 'errand send' sends. It has the caller's"
        + " working directory and environment, with ERRAND_RUN_ID added, and a session of its own:"
        + " keys typed at the terminal do not reach it. With --wait, Ctrl-C, TERM or HUP to Errand"
        + " cancel the job; with --follow they leave it alone. Processes that a job leaves behind"
        + " are ended with it: by TERM, and by KILL 5 seconds later.",
    "",
    "Exit codes with --wait or --follow: that of the job; 128+N if signal N killed it; 124 after"
        + " the timeout; 125 if Errand itself failed; 126 if the command cannot be executed, 127 if"
        + " there is none; 2 for wrong usage; 130 if it was cancelled."
  };

  @Override
  public String name() {
    return "run";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Typed.spec("run [OPTION...] -- COMMAND [ARGUMENT...]", "Run a command as a background job.")
            .addOption(
                Typed.flag("Wait for the end, show what the job prints, and exit as it does.", WAIT)
                    .build())
            .addOption(
                Typed.flag("Likewise, but Ctrl-C leaves the job alone.", "-f", FOLLOW).build())
            .addOption(Typed.quiet("No hints, and at the end no word how the job ended."))
            .addOption(Typed.json())
            .addOption(Typed.text(ID, "ID", "The id that the job should have. Default: bg_N."))
            .addOption(Typed.text(TYPE, "TYPE", "The kind of work. Default: bash."))
            .addOption(Typed.text(LABEL, "TEXT", "What people call it. Default: the command."))
            .addOption(Typed.owner())
            .addOption(Typed.text(CWD, "DIR", "Where it runs. Default: here."))
            .addOption(Typed.texts(ENV, "NAME=VALUE", "One more variable; may be repeated."))
            .addOption(Typed.text(SHELL, "LINE", "A line for /bin/sh, in place of a command."))
            .addOption(Typed.text(Typed.TIMEOUT, "TIME", "End it then, as in 90s, 5m or 1h30m."))
            .addOption(Typed.text(IDLE_TIMEOUT, "TIME", "End it if it prints nothing for so long."))
            .addOption(Typed.flag("Wait for a free slot. The default.", QUEUE).build())
            .addOption(Typed.flag("Fail if no slot is free.", NO_QUEUE).build())
            .addOption(
                Typed.text(PRIORITY, "N", "-100 to 100, higher first, among those that wait."))
            .addOption(Typed.flag("Let it read what 'errand send' sends.", STDIN).build())
            .addOption(
                Typed.text(
                    QUOTA,
                    "SIZE",
                    "How much of its output is kept. Default: 64M; 1G with --wait and --follow."))
            .addOption(
                Typed.text(KEY, "KEY", "The same key again answers the job that has it already."))
            .addOption(
                Typed.text(
                    ON_COMPLETE,
                    "LINE",
                    "Run by /bin/sh at its end, in place of the inbox; see 'man errand'."))
            .addOption(Typed.text(WEBHOOK, "URL", "Posted to at its end, in place of the inbox."))
            .addPositional(Typed.words());
    // What follows the command is the command's, even if it looks like an option of ours.
    spec.parser().stopAtPositional(true);
    spec.usageMessage().footer(FOOTER);
    return spec;
  }

  @Override
  public int run(ParseResult typed, Client client, Errands errands)
      throws IOException, InterruptedException {
    Caller caller = Typed.caller(typed, client);
    StartRequest request = request(typed, client);
    boolean stays = request.hold();
    boolean quiet = Typed.is(typed, Typed.QUIET);
    client
        .garbled()
        .forEach(name -> say(client, "the variable " + name + " is not UTF-8, and not passed on"));
    if (request.argv().getFirst().isEmpty()) {
      Say.line(client, "the command is empty");
      return ExitCodes.NOT_FOUND;
    }
    Job job;
    try {
      job = errands.start(request, caller);
    } catch (JobLimitReachedException | QueueFullException full) {
      Say.line(client, String.valueOf(full.getMessage()));
      return ExitCodes.OWN_FAILURE;
    } catch (IllegalArgumentException noProcessTakesIt) {
      Say.line(client, ShellJobs.CANNOT_START + noProcessTakesIt.getMessage());
      return ExitCodes.OWN_FAILURE;
    }
    if (stays) {
      try {
        return new Attachment(job, caller, 0, quiet, Typed.is(typed, WAIT)).run(client, errands);
      } finally {
        errands.release(job);
      }
    }
    client.last((Typed.is(typed, Typed.JSON) ? Json.text(errands.view(job)) : job.id()) + "\n");
    Say.hint(client, quiet, "'errand tail -f " + job.id() + "' shows what it prints");
    return ExitCodes.OK;
  }

  private static void say(Client client, String text) {
    try {
      Say.line(client, text);
    } catch (IOException gone) {
      // what is written next will notice
    }
  }

  private static StartRequest request(ParseResult typed, Client client) {
    List<String> argv = argv(typed);
    boolean stays = Typed.is(typed, WAIT) || Typed.is(typed, FOLLOW);
    if (stays && Typed.is(typed, Typed.JSON)) {
      throw new UsageException("--json goes with neither --wait nor --follow" + HINT);
    }
    if (Typed.is(typed, QUEUE) && Typed.is(typed, NO_QUEUE)) {
      throw new UsageException("--queue and --no-queue contradict each other" + HINT);
    }
    String directory = directory(typed, client);
    return new StartRequest(
        argv,
        directory,
        environment(typed, client),
        Typed.is(typed, STDIN),
        Typed.span(typed, IDLE_TIMEOUT),
        // Who stays must not lose output just because it reads slowly.
        Typed.value(typed, QUOTA, Sizes::parse).or(() -> stays ? QUOTA_IF_STAYS : Optional.empty()),
        Typed.text(typed, ID).map(id -> Typed.named(ID, id, RunVerb::checkedId)),
        Typed.value(typed, TYPE, RunVerb::checkedType),
        Typed.value(typed, LABEL, RunVerb::checkedLabel),
        Typed.span(typed, Typed.TIMEOUT),
        !Typed.is(typed, NO_QUEUE),
        Typed.value(typed, PRIORITY, text -> (int) Typed.number(text, -100, 100)).orElse(0),
        // A request that is sent again after the connection broke must find its job.
        Optional.of(
            Typed.text(typed, KEY)
                .map(key -> Typed.named(KEY, key, RunVerb::checkedKey))
                .orElse("request " + client.requestKey())),
        stays,
        hook(typed, directory));
  }

  private static List<String> argv(ParseResult typed) {
    List<String> words = Typed.words(typed);
    Optional<String> line = Typed.text(typed, SHELL);
    if (line.isPresent() && !words.isEmpty()) {
      throw new UsageException("--shell takes the place of a command" + HINT);
    }
    if (line.isEmpty() && words.isEmpty()) {
      throw new UsageException("run needs a command, as in 'errand run -- make test'" + HINT);
    }
    return line.map(it -> List.of("/bin/sh", "-c", it)).orElse(words);
  }

  private static String directory(ParseResult typed, Client client) {
    try {
      return Typed.text(typed, CWD)
          .map(text -> client.directory().resolve(text).normalize())
          .orElse(client.directory())
          .toString();
    } catch (InvalidPathException wrong) {
      throw new UsageException("--cwd: " + wrong.getMessage());
    }
  }

  private static Map<String, String> environment(ParseResult typed, Client client) {
    Map<String, String> all = new HashMap<>(client.environment());
    for (String text : Typed.texts(typed, ENV)) {
      int end = text.indexOf('=');
      if (end < 1) {
        throw new UsageException("--env: must be NAME=VALUE" + HINT);
      }
      all.put(text.substring(0, end), text.substring(end + 1));
    }
    return all;
  }

  private static Optional<Hook> hook(ParseResult typed, String directory) {
    Optional<Hook> line =
        Typed.value(typed, ON_COMPLETE, text -> new Hook.OnComplete(text, directory));
    Optional<Hook> url = Typed.value(typed, WEBHOOK, Hook.Webhook::new);
    if (line.isPresent() && url.isPresent()) {
      throw new UsageException("--on-complete and --webhook cannot both be given" + HINT);
    }
    return line.or(() -> url);
  }

  // The core checks these too, but only when a job is made of them: too late for a usage error.

  private static String checkedId(String id) {
    if (id.strip().length() > 200 || id.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must have at most 200 printable characters");
    }
    return id;
  }

  private static String checkedKey(String key) {
    if (key.isBlank() || key.length() > 190 || key.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must have 1 to 190 printable characters");
    }
    return key;
  }

  private static String checkedType(String type) {
    if (type.isBlank() || type.length() > 100 || type.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must have 1 to 100 printable characters");
    }
    return type;
  }

  private static String checkedLabel(String label) {
    if (label.isBlank() || label.length() > LONGEST_LABEL) {
      throw new IllegalArgumentException(
          "must have 1 to " + LONGEST_LABEL + " characters, not " + label.length());
    }
    return label;
  }
}
