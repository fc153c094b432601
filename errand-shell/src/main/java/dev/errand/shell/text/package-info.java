/**
 * How what people type is read, and how what they and models see is written: spans of time, labels
 * of commands, text without secrets or escape sequences. Needs nothing but the JDK; used by all
 * that shows jobs to somebody.
 */
@NullMarked
package dev.errand.shell.text;

import org.jspecify.annotations.NullMarked;
