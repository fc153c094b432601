package dev.errand.shell.log;

/**
 * The last part of a log, as text.
 *
 * @param state what there was of the log
 * @param from the cursor of the first byte shown
 * @param next the cursor to go on at; the end of what was there
 * @param text the bytes between as UTF-8; what is none became U+FFFD
 * @param cut whether something before it was asked for and is not shown: a bound was reached, or
 *     what was there had been given up
 * @param complete whether the run had ended, so that nothing more can come
 */
public record LogTail(
    LogState state, long from, long next, String text, boolean cut, boolean complete) {}
