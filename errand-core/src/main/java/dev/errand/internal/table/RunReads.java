package dev.errand.internal.table;

import dev.errand.JobFilter;
import dev.errand.spi.MailStep;
import dev.errand.spi.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** What can be asked of the {@link RunTable}; every answer costs what it is long, or less. */
final class RunReads {
  private static final Comparator<Row> BY_REGISTRATION = Comparator.comparingLong(Row::sequence);
  private static final Comparator<Row> BY_END = Comparator.comparingLong(row -> row.endSequence);

  private final RunLists everybody;
  private final OwnerBooks owners;
  private final Collection<Row> unsettled;
  private final Mailroom mail;

  RunReads(RunLists everybody, OwnerBooks owners, Collection<Row> unsettled, Mailroom mail) {
    this.everybody = everybody;
    this.owners = owners;
    this.unsettled = unsettled;
    this.mail = mail;
  }

  List<Run> running(JobFilter filter) {
    return runs(rows(filter, lists -> lists.running.rows(), BY_REGISTRATION));
  }

  List<Run> queued(JobFilter filter) {
    return runs(rows(filter, lists -> lists.queued.rows(), BY_REGISTRATION));
  }

  List<Run> unsettled(JobFilter filter) {
    List<Row> rows = new ArrayList<>(unsettled);
    rows.removeIf(row -> !filter.matches(row.book.owner));
    rows.sort(BY_END);
    return runs(rows);
  }

  List<Run> all(JobFilter filter) {
    return runs(rows(filter));
  }

  List<Run> recent(int limit, JobFilter filter) {
    List<Row> rows = rows(filter, lists -> lists.ended.newestFirst(limit), BY_END.reversed());
    return runs(rows.size() > limit ? rows.subList(0, limit) : rows);
  }

  /** The rows with mail under way in lanes of which these workers have the sink. */
  List<Row> routedTo(Set<String> workers) {
    List<Row> rows = underWay(JobFilter.all());
    rows.removeIf(
        row -> row.book.mail.route == null || !workers.contains(row.book.mail.route.worker().id()));
    return rows;
  }

  /** What these workers have, or have to run, in order of registration. Looks at all rows. */
  List<Row> unsettledOf(Set<String> workers) {
    List<Row> rows = new ArrayList<>();
    for (Row row : everybody.registered.rows()) {
      if (row.run.state().settledAt() == null && workers.contains(row.run.worker())) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** The ended rows, oldest end first. */
  List<Row> ended(JobFilter filter) {
    List<Row> rows = everybody.ended.oldestFirst(row -> filter.matches(row.book.owner));
    rows.sort(BY_END); // has little to do, too
    return rows;
  }

  /** How many runs have not settled, forgotten ones whose bodies go on among them. */
  int unfinished(JobFilter filter) {
    return lists(filter).stream().mapToInt(lists -> lists.unfinished).sum();
  }

  MailStep.Counts counts(JobFilter filter, Instant wallClock, long nanoTime) {
    return filter instanceof JobFilter.All
        ? mail.counts(wallClock, nanoTime)
        : Mailroom.counts(owners.of(filter), wallClock, nanoTime);
  }

  /** The runs whose mail is under way and passes, in the order of their ends. */
  List<Run> underWay(JobFilter filter, Predicate<Row> wanted) {
    List<Row> rows = underWay(filter);
    rows.removeIf(wanted.negate());
    rows.sort(BY_END);
    return runs(rows);
  }

  /** The rows whose mail is with the sinks of these workers. */
  List<Row> inFlightWith(Set<String> workers) {
    List<Row> rows = underWay(JobFilter.all());
    rows.removeIf(row ->
        row.letter == null || row.letter.courier == null || !workers.contains(row.letter.courier));
    return rows;
  }

  private List<Row> underWay(JobFilter filter) {
    List<Row> rows = new ArrayList<>();
    owners.of(filter).forEach(book -> rows.addAll(book.mail.underWay.rows()));
    return rows;
  }

  List<Row> rows(JobFilter filter) {
    return rows(filter, lists -> lists.registered.rows(), BY_REGISTRATION);
  }

  private List<Row> rows(
      JobFilter filter, Function<RunLists, List<Row>> of, Comparator<Row> order) {
    List<Row> rows = new ArrayList<>();
    lists(filter).forEach(lists -> rows.addAll(of.apply(lists)));
    rows.sort(order); // has little to do: each list is in order, as a rule
    return rows;
  }

  private Collection<RunLists> lists(JobFilter filter) {
    return filter instanceof JobFilter.All
        ? List.of(everybody)
        : owners.of(filter).stream().map(book -> book.runs).toList();
  }

  private static List<Run> runs(List<Row> rows) {
    List<Run> runs = new ArrayList<>(rows.size());
    for (Row row : rows) {
      runs.add(row.run);
    }
    return List.copyOf(runs);
  }
}
