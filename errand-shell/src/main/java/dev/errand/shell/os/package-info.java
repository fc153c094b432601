/** The few system calls that Java does not have. */
@org.jspecify.annotations.NullMarked
package dev.errand.shell.os;
