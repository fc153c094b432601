package dev.errand.crash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Faults in the order of a shuffled deck of cards: by chance, and none is left out for long. */
final class Deck {
  private final Random dice;
  private final Deque<Fault> left = new ArrayDeque<>();

  Deck(Random dice) {
    this.dice = dice;
  }

  Fault next() {
    if (left.isEmpty()) {
      List<Fault> cards = new ArrayList<>();
      for (Fault fault : Fault.values()) {
        cards.addAll(Collections.nCopies(fault.timesInDeck, fault));
      }
      Collections.shuffle(cards, dice);
      left.addAll(cards);
    }
    return left.pop();
  }
}
