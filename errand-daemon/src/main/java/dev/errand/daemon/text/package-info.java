/**
 * How what people type is read, and how what they see is written. Needs nothing but the JDK; used
 * by the daemon and by the command line.
 */
@NullMarked
package dev.errand.daemon.text;

import org.jspecify.annotations.NullMarked;
