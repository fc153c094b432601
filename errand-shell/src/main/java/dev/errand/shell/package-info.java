/** Commands as background jobs; {@code ShellJobs} is where to begin. */
@org.jspecify.annotations.NullMarked
package dev.errand.shell;
