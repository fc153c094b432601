/**
 * What stores, test kits and hosts implement: the {@link dev.errand.spi.JobStore} with its {@link
 * dev.errand.spi.Step}s, the pure {@link dev.errand.spi.Transitions} that say what a step does to a
 * run, and {@link dev.errand.spi.TimeAndThreads}, the one seam to the outside. Used by the manager
 * and by stores; programs need it only to choose a store or a clock.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.spi;
