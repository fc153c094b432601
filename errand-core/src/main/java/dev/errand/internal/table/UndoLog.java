package dev.errand.internal.table;

import dev.errand.JobStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the steps since the last commit have changed: rows as they were before. Written to the
 * archive at the end of each step; put back if the step fails, or if what it wrote could not be
 * committed.
 */
final class UndoLog {

  /** A row as it was before a step; without an image if it was not there. */
  private record Former(Row row, @Nullable Saved image) {}

  private final RunTable table;

  /** Changed by the step that is being applied, or by earlier ones since the last commit. */
  private final List<Former> changedNow = new ArrayList<>();

  private final List<Former> changedBefore = new ArrayList<>();

  private final List<Runnable> actionsNow = new ArrayList<>();
  private final List<Runnable> actionsBefore = new ArrayList<>();

  /** Rows that the archive has lent to this step. */
  private final List<Row> visitors = new ArrayList<>();

  UndoLog(RunTable table) {
    this.table = table;
  }

  /** What is to be undone in memory beside the rows, and after them. */
  void also(Runnable action) {
    actionsNow.add(action);
  }

  /** The row is being changed by this step. */
  void isChanging(Row row) {
    if (!row.isChanged) {
      row.isChanged = true;
      changedNow.add(new Former(row, row.image));
    }
  }

  /** A row that is here for this step, and for as long as something may happen to it. */
  Row visitor(Saved image) {
    Row row = new Row(table.owners.get(image.run().registration().owner()), image.run());
    table.putBack(row, image);
    visitors.add(row);
    return row;
  }

  /** The step has done its work: what it has changed is written down. */
  void writeDown(Archive archive) {
    for (Former former : changedNow) {
      Row row = former.row;
      @Nullable Saved image =
          row.isHere ? Images.of(row, table.mail.dead, table.storeTime()) : null;
      if (image != null || former.image != null) {
        archive.write(former.image, image);
      }
      row.image = image;
      visitors.add(row);
    }
    for (Former former : changedNow) {
      former.row.isChanged = false;
    }
    changedBefore.addAll(changedNow);
    changedNow.clear();
    actionsBefore.addAll(actionsNow);
    actionsNow.clear();
    leaveToArchive();
  }

  private void leaveToArchive() {
    for (Row row : visitors) {
      if (row.isHere && row.image != null && row.image.isArchived()) {
        table.takeOut(row);
      }
    }
    visitors.clear();
  }

  /** How many changes were written since the last commit. */
  int size() {
    return changedBefore.size();
  }

  /** What was written is committed. */
  void committed() {
    changedBefore.clear();
    actionsBefore.clear();
  }

  /** The step that is being applied has failed. */
  void undoStep() {
    undo(changedNow);
    run(actionsNow);
    leaveToArchive();
  }

  /** Nothing of what was written since the last commit is there. */
  void undoAll() {
    undo(changedBefore);
    run(actionsBefore);
  }

  private static void run(List<Runnable> actions) {
    for (int i = actions.size() - 1; i >= 0; i--) {
      actions.get(i).run();
    }
    actions.clear();
  }

  private void undo(List<Former> changed) {
    for (int i = changed.size() - 1; i >= 0; i--) {
      Former former = changed.get(i);
      Row row = former.row;
      boolean wasClaimed = row.run.status() == JobStatus.RUNNING;
      row.isChanged = false;
      table.undo(row, former.image != null);
      row.image = former.image;
      if (former.image != null && !former.image.isArchived()) {
        table.putBack(row, former.image);
      }
      // Of a run that came and was claimed in one step nothing is left but the turn that it took.
      boolean waitsAgain =
          former.image == null ? row.tookTurn : row.run.status() == JobStatus.QUEUED;
      if (wasClaimed && waitsAgain) {
        table.index.queue.giveTurnBack(row.book);
      }
    }
    changed.clear();
  }
}
