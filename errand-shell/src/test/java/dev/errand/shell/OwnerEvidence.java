package dev.errand.shell;

import dev.errand.CancelledBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what owners were told, life after life, with what the commands themselves say. Knows
 * nothing of the code under test.
 */
final class OwnerEvidence {
  private static final String CANCELLED = "CANCELLED_BY_";

  private final Path folder;
  private final Map<String, Story> stories = new LinkedHashMap<>();
  private final Map<String, Integer> ends = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private boolean finished;
  private int duplicates;
  private int neverStarted;

  /** All that is known of one job. */
  private static final class Story {
    private final Fate fate;
    private boolean acknowledged;
    private boolean cancelling;
    private boolean cancelled;
    private final List<String> deliveries = new ArrayList<>();
    private final Set<String> deliveryIds = new HashSet<>();
    private final Set<String> deliveredEnds = new HashSet<>();
    private Optional<String> end = Optional.empty();
    private boolean unsettled;

    private Story(Fate fate) {
      this.fate = fate;
    }
  }

  OwnerEvidence(Path folder) throws IOException {
    this.folder = folder;
    for (String line : Files.readString(OwnerJvm.evidence(folder)).lines().toList()) {
      read(line);
    }
    for (var entry : stories.entrySet()) {
      check(entry.getKey(), entry.getValue());
    }
    if (!finished) {
      violations.add("the last life has not ended all");
    }
  }

  private void read(String line) {
    String[] words = line.split(" ");
    String id = words.length > 2 ? words[2] : "";
    Story story = stories.get(id);
    switch (words[1]) {
      case "opening", "open", "settled" -> {}
      case "registering" -> stories.put(id, new Story(Fate.parse(words[3])));
      case "finished" -> finished = words[2].equals("true");
      default -> {
        if (story == null) {
          violations.add("about a job that nobody registered: " + line);
          return;
        }
        read(words, story);
      }
    }
  }

  private static void read(String[] words, Story story) {
    switch (words[1]) {
      case "registered" -> story.acknowledged = true;
      case "cancelling" -> story.cancelling = true;
      case "cancelled" -> story.cancelled = true;
      case "delivered" -> {
        story.deliveries.add(words[3]);
        story.deliveryIds.add(words[3]);
        story.deliveredEnds.add(words[4]);
      }
      case "final" -> {
        story.end = Optional.of(words[3]);
        story.unsettled = words.length > 4;
      }
      default -> throw new AssertionError("not evidence: " + String.join(" ", words));
    }
  }

  private void check(String id, Story story) throws IOException {
    Path file = OwnerJvm.told(folder, id);
    List<String> told = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (story.end.isEmpty()) {
      require(!story.acknowledged, id, "an acknowledged registration was lost");
      require(told.isEmpty(), id, "started, but not known: " + told);
      require(story.deliveries.isEmpty(), id, "delivered, but not known");
      return;
    }
    String end = story.end.get();
    ends.merge(end.matches("[1-9]\\d*") ? "other codes" : end, 1, Integer::sum);
    duplicates += Math.max(0, story.deliveries.size() - story.deliveryIds.size());
    neverStarted += told.isEmpty() ? 1 : 0;
    require(!story.unsettled, id, "not settled");
    // Who cancels a job of his own is not told so.
    int deliveries = end.equals(CANCELLED + CancelledBy.OWNER) ? 0 : 1;
    require(story.deliveryIds.size() == deliveries, id, "deliveries: " + story.deliveries);
    story.deliveredEnds.remove(end);
    require(story.deliveredEnds.isEmpty(), id, "delivered as " + story.deliveredEnds);
    require(told.stream().filter(Fate.STARTED::equals).count() <= 1, id, "started twice");
    if (end.equals(CANCELLED + story.fate.canceller())) {
      require(story.cancelling, id, "cancelled, but by whom?");
      require(told.size() <= 2, id, "told more than once: " + told);
    } else {
      require(!story.cancelled, id, "the cancelling was acknowledged, but its end is " + end);
      require(story.fate.mayEndByItself(), id, "ended by itself: " + end);
      require(end.equals(story.fate.exit()), id, "ended as " + end);
      require(told.equals(List.of(Fate.STARTED, end)), id, "its command told " + told);
    }
  }

  private void require(boolean holds, String id, String otherwise) throws IOException {
    if (!holds) {
      String lines =
          String.join(
              "\n  ",
              Files.readString(OwnerJvm.evidence(folder))
                  .lines()
                  .filter(line -> List.of(line.split(" ")).contains(id))
                  .toList());
      violations.add(id + ": " + otherwise + "\n  " + lines);
    }
  }

  /** What should not be. */
  List<String> violations() {
    return violations;
  }

  /** How many there were of what. */
  String figures() {
    long acknowledged = stories.values().stream().filter(it -> it.acknowledged).count();
    long known = stories.values().stream().filter(it -> it.end.isPresent()).count();
    return ("registering %d, acknowledged %d, ended %d, of which never started %d, delivered again"
            + " %d times; ends %s; violations %d")
        .formatted(
            stories.size(), acknowledged, known, neverStarted, duplicates, ends, violations.size());
  }
}
