/** What a run printed: read by cursor while it is written, and kept within its quota. */
@org.jspecify.annotations.NullMarked
package dev.errand.shell.log;
