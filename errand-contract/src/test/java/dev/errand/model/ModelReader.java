package dev.errand.model;

import java.util.ArrayList;
import java.util.List;

/** What one reader took and has neither confirmed nor given back. */
final class ModelReader {
  final int number;
  final List<ModelRun> open;

  ModelReader(int number, List<ModelRun> taken) {
    this.number = number;
    this.open = new ArrayList<>(taken);
  }
}
