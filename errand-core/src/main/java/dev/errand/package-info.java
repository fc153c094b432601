/**
 * Background work for AI agents: start a command or a task, go on with the conversation, and the
 * result comes back to the agent that asked for it. Everything a program needs is in this package;
 * begin with {@link dev.errand.AsyncJobManager}. Stores and test kits implement {@code
 * dev.errand.spi}.
 */
@org.jspecify.annotations.NullMarked
package dev.errand;
