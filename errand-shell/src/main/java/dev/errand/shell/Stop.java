package dev.errand.shell;

import dev.errand.EndReason;

/**
 * Why we end a command ourselves.
 *
 * @param reason what the owner is told
 * @param words in a sentence
 */
record Stop(EndReason reason, String words) {}
