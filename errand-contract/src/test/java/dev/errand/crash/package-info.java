/**
 * The crash harness: JVMs that work on one durable store are killed with {@code kill -9} at random
 * moments, one after the other, and a checker that knows nothing of the library's inside reads what
 * their threads, sinks and readers have seen (contract J). On PostgreSQL, three of them work beside
 * each other, and are also frozen and cut off (contract K). Begin with {@link
 * dev.errand.crash.CrashTest} and {@link dev.errand.crash.FleetCrashTest}; what may be seen is said
 * in {@link dev.errand.crash.Checker}.
 */
package dev.errand.crash;
