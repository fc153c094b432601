/**
 * The tables that stores with one writer share: runs and their mail in memory, with every index,
 * and what each step does to them. Used by the stores only ({@code internal.memory}, and SQLite in
 * its own module), never by a service. Begin with {@link dev.errand.internal.table.Engine}; the
 * rules are in {@link dev.errand.spi.Transitions}, the indices in {@link
 * dev.errand.internal.table.RunTable}.
 */
@org.jspecify.annotations.NullMarked
package dev.errand.internal.table;
