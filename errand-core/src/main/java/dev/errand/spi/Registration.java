package dev.errand.spi;

import dev.errand.HandlerCall;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a run that never changes. A store may hold a million of them; so ids that can be made
 * from numbers are kept as numbers.
 */
public final class Registration {
  private final @Nullable String name;
  private final long number;
  private final String runWorker;
  private final long runNumber;
  private final long sequence;
  private final Optional<String> owner;
  private final String type;
  private final String label;
  private final Optional<HandlerCall> call;
  private final Terms terms;
  private final String registrar;
  private final Instant at;

  /**
   * A registration.
   *
   * @param id the id the store gave it
   * @param runId globally unique, chosen by the registering worker
   * @param sequence the store's order of registration
   * @param owner who asked for it
   * @param type the kind of work
   * @param label what people call it
   * @param call the handler that does the work; empty for a closure, which only {@code registrar}
   *     has
   * @param terms when and how long it may run
   * @param registrar the id of the worker that registered it
   * @param at when it was registered
   */
  public Registration(
      String id,
      RunId runId,
      long sequence,
      Optional<String> owner,
      String type,
      String label,
      Optional<HandlerCall> call,
      Terms terms,
      String registrar,
      Instant at) {
    this(
        AutomaticId.numberOf(id) == 0 ? id : null,
        AutomaticId.numberOf(id),
        runId,
        sequence,
        owner,
        type,
        label,
        call,
        terms,
        registrar,
        at);
  }

  /** Of the two, {@code name} is missing exactly if the id is the automatic one of the number. */
  Registration(
      @Nullable String name,
      long number,
      RunId runId,
      long sequence,
      Optional<String> owner,
      String type,
      String label,
      Optional<HandlerCall> call,
      Terms terms,
      String registrar,
      Instant at) {
    this.name = name;
    this.number = number;
    this.runWorker = runId.worker();
    this.runNumber = runId.number();
    this.sequence = sequence;
    this.owner = owner;
    this.type = type;
    this.label = label;
    this.call = call;
    this.terms = terms;
    this.registrar = registrar;
    this.at = at;
  }

  /** The id the store gave it. */
  public String id() {
    return name == null ? AutomaticId.of(number) : name;
  }

  /** The number of an id that is, or looks like, an automatic one; else 0. */
  public long automaticNumber() {
    return number;
  }

  /** The id of the run: globally unique, chosen by the registering worker. */
  public RunId runId() {
    return new RunId(runWorker, runNumber);
  }

  /** Whether both are registrations of the same run. */
  public boolean isSameRun(Registration other) {
    return runNumber == other.runNumber && runWorker.equals(other.runWorker);
  }

  /** The store's order of registration. */
  public long sequence() {
    return sequence;
  }

  /** Who asked for it. */
  public Optional<String> owner() {
    return owner;
  }

  /** The kind of work. */
  public String type() {
    return type;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** The handler that does the work; empty for a closure, which only the registrar has. */
  public Optional<HandlerCall> call() {
    return call;
  }

  /** When and how long it may run. */
  public Terms terms() {
    return terms;
  }

  /** The id of the worker that registered it. */
  public String registrar() {
    return registrar;
  }

  /** When it was registered. */
  public Instant at() {
    return at;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Registration other
        && isSameRun(other)
        && number == other.number
        && Objects.equals(name, other.name)
        && sequence == other.sequence
        && owner.equals(other.owner)
        && type.equals(other.type)
        && label.equals(other.label)
        && call.equals(other.call)
        && terms.equals(other.terms)
        && registrar.equals(other.registrar)
        && at.equals(other.at);
  }

  @Override
  public int hashCode() {
    return 31 * runWorker.hashCode() + Long.hashCode(runNumber);
  }

  @Override
  public String toString() {
    return "Registration[id=%s, runId=%s, sequence=%d, owner=%s, type=%s, label=%s, call=%s, terms=%s, registrar=%s, at=%s]"
        .formatted(id(), runId(), sequence, owner, type, label, call, terms, registrar, at);
  }
}
