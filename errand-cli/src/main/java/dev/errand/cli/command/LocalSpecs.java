package dev.errand.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/**
 * What is typed like a verb but done by the client's own process; see {@code dev.errand.cli.local}.
 */
final class LocalSpecs {
  private LocalSpecs() {}

  static void addTo(CommandSpec root) {
    CommandSpec daemon =
        Typed.spec(
                "daemon run|start|stop|status|restart [OPTION...]",
                "The process that keeps the jobs. It starts by itself.")
            .addOption(Typed.json())
            .addOption(
                Typed.flag("With stop and restart: cancel all jobs first.", "--cancel").build())
            .addOption(
                Typed.text(
                    "--store",
                    "URL",
                    "With run, start and restart: keep the jobs in this PostgreSQL database, which"
                        + " many homes may share (jdbc:postgresql://HOST/DATABASE), from now on;"
                        + " '-' reads the URL from stdin, 'sqlite' is the file in the home."))
            .addPositional(Typed.words());
    daemon
        .usageMessage()
        .footer(
            "",
            "There is one for each ERRAND_HOME (default: $XDG_STATE_HOME/errand, else"
                + " ~/.local/state/errand). 'run' stays in the foreground. 'stop' and 'restart'"
                + " lose nothing: commands go on, and the next daemon goes on with them.");
    root.addSubcommand("daemon", daemon);
    root.addSubcommand(
        "doctor",
        Typed.spec("doctor", "Look what works here, what does not, and what to do.")
            .addOption(Typed.json()));
    root.addSubcommand(
        "completion",
        Typed.spec("completion bash|zsh|fish", "Write a completion script for a shell.")
            .addPositional(Typed.words()));
    CommandSpec mcp =
        Typed.spec(
                "mcp [--owner NAME]",
                "Serve the Model Context Protocol on stdin and stdout, for an agent's client.")
            .addOption(Typed.owner());
    mcp.usageMessage()
        .footer(
            "",
            "For the configuration of a client; nothing for people to type. Jobs run in the"
                + " directory and with the environment that the client gives. The owner is --owner,"
                + " else $ERRAND_OWNER, else the client's session if the environment names one,"
                + " else the project directory.");
    root.addSubcommand("mcp", mcp);
    CommandSpec man = Typed.spec("man", "Write the manual page, for man.");
    man.usageMessage().hidden(true);
    root.addSubcommand("man", man);
    root.addSubcommand(
        "help",
        Typed.spec("help [COMMAND]", "Show the help of Errand or of one command.")
            .addPositional(Typed.words()));
  }
}
