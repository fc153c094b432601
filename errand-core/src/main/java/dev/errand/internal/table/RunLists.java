package dev.errand.internal.table;

/** The rows of everybody or of one owner, by what can be asked about them, and counted. */
final class RunLists {
  final RowList registered;
  final RowList queued;
  final RowList running;
  final RowList ended;

  /** How many runs occupy a slot; more than are running while cancelled bodies go on. */
  int occupying;

  /** How many bodies there are or will be: of queued and running runs, and of unsettled ones. */
  int unfinished;

  private RunLists(RowList.Kind all, RowList.Kind byStatus) {
    registered = new RowList(all);
    queued = new RowList(byStatus);
    running = new RowList(byStatus);
    ended = new RowList(byStatus);
  }

  static RunLists ofEverybody() {
    return new RunLists(RowList.Kind.TABLE, RowList.Kind.TABLE_STATUS);
  }

  static RunLists ofOwner() {
    return new RunLists(RowList.Kind.OWNER, RowList.Kind.OWNER_STATUS);
  }

  boolean isEmpty() {
    return registered.size() == 0 && unfinished == 0;
  }
}
