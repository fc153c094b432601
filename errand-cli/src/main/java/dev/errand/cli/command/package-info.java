/**
 * The command line as the daemon runs it: what was typed is parsed, done and rendered here, and the
 * client prints it. A verb is a class; all of them are in {@link dev.errand.cli.command.Verbs}.
 * What the client is and can do, is behind {@link dev.errand.cli.command.Client}.
 */
@NullMarked
package dev.errand.cli.command;

import org.jspecify.annotations.NullMarked;
