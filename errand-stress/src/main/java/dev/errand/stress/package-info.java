/**
 * Races between real threads, one class each, hunted with jcstress: every class says which two
 * things meet, and which outcomes the contract allows. The actors are platform threads that run the
 * manager's own threads' work (see {@link dev.errand.stress.Stage}): jcstress aligns its actors to
 * nanoseconds, which no scheduler of virtual threads would let it, and varies how they are
 * compiled; and what races in the library is the same code on either kind of thread. Lincheck would
 * look at interleavings of its own, but of byte code that it must rewrite, which it does not for
 * threads that the code under test starts or for blocking in a store; the orders of whole threads
 * are looked at by the random scripts of errand-contract.
 *
 * <p>Each build hunts for a few seconds in one JVM; {@code -Psoak} hunts for long, in all the
 * compilation modes. Begin with {@link dev.errand.stress.CompleteOrCancel}.
 */
package dev.errand.stress;
