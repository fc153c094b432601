/**
 * The store that keeps everything on the heap: the default of the library, and the reference for
 * the others. Used through {@link dev.errand.spi.JobStore} only. Begin with {@link
 * dev.errand.internal.memory.MemoryStore}; what steps do is in {@code internal.table}.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.internal.memory;
