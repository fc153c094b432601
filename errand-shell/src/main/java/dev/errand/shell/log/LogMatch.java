package dev.errand.shell.log;

/**
 * A line that matches.
 *
 * @param cursor where the text begins in the log
 * @param text the line without its end; at most {@link JobLog#LONGEST_LINE} bytes of it
 * @param cut whether this is not the whole line: it is longer than that, has no end yet, or began
 *     before the cursor asked for or in a part that was given up
 */
public record LogMatch(long cursor, String text, boolean cut) {}
