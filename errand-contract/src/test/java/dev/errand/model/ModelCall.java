package dev.errand.model;

import dev.errand.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One call of a sink. */
final class ModelCall {
  final int sink;
  final List<Delivery> deliveries;
  final List<ModelRun> runs;
  final Instant begin;
  boolean timedOut;
  boolean abandoned;
  boolean returned;

  ModelCall(int sink, List<Delivery> deliveries, List<ModelRun> runs, Instant begin) {
    this.sink = sink;
    this.deliveries = deliveries;
    this.runs = runs;
    this.begin = begin;
  }

  Optional<String> lane() {
    return runs.get(0).owner();
  }

  @Override
  public String toString() {
    return "the call of sink " + sink + " with " + runs;
  }
}
