package dev.errand.spi;

import dev.errand.HandlerCall;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of a run that never changes.
 *
 * @param id the id the store gave it
 * @param runId globally unique, chosen by the registering worker
 * @param sequence the store's order of registration
 * @param owner who asked for it
 * @param type the kind of work
 * @param label what people call it
 * @param call the handler that does the work; empty for a closure, which only {@code registrar} has
 * @param terms when and how long it may run
 * @param registrar the id of the worker that registered it
 * @param at when it was registered
 */
public record Registration(
    String id,
    RunId runId,
    long sequence,
    Optional<String> owner,
    String type,
    String label,
    Optional<HandlerCall> call,
    Terms terms,
    String registrar,
    Instant at) {}
