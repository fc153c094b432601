/**
 * For tests of programs that use the library, and of stores: {@link dev.errand.testkit.VirtualTime}
 * runs a whole manager deterministically and without waiting, {@link
 * dev.errand.testkit.ScriptedBody} and {@link dev.errand.testkit.RecordingListener} stand at its
 * two ends, and {@link dev.errand.testkit.JobStoreConformance} is what every store has to pass.
 * Begin with {@code VirtualTime}.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.testkit;
