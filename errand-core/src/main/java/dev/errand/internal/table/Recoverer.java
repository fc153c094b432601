package dev.errand.internal.table;

import dev.errand.JobEnd;
import dev.errand.JobStatus;
import dev.errand.spi.Ends;
import dev.errand.spi.Registration;
import dev.errand.spi.Run;
import dev.errand.spi.Step;
import dev.errand.spi.Transition;
import dev.errand.spi.Transition.Applied;
import dev.errand.spi.Transitions;
import dev.errand.spi.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks after what dead workers have left behind (contract J2, J3). */
final class Recoverer {
  private final RunTable table;
  private final MailSteps mail;

  Recoverer(RunTable table, MailSteps mail) {
    this.table = table;
    this.mail = mail;
  }

  Step.Recovered recover(Worker worker, Instant wallClock) {
    if (table.graves.isEmpty()) {
      return Step.Recovered.NOTHING;
    }
    Set<String> dead = table.graves.all();
    List<Run> adopted = adopt(dead, worker);
    Step.Recovered recovered = lose(dead, adopted, wallClock);
    // Before the holds go: what becomes due with that may have had a sink, too.
    table.index.withHolders().forEach(row -> acceptIfHeldBy(dead, row));
    table.reads.inFlightWith(dead).forEach(table::acceptMail);
    Integer unused = mail.retire(dead);
    return recovered;
  }

  private List<Run> adopt(Set<String> dead, Worker worker) {
    List<Run> adopted = new ArrayList<>();
    for (Row row : table.reads.unsettledOf(dead)) {
      Registration run = row.run.registration();
      if (run.terms().policy().adopted()
          && table.graves.isHere(row.run)
          && worker.canRun(run)
          && table.keep(row, Transitions.adopt(row.run, worker.id())) instanceof Applied applied) {
        adopted.add(applied.run());
      }
    }
    return adopted;
  }

  private Step.Recovered lose(Set<String> dead, List<Run> adopted, Instant wallClock) {
    List<Run> rerun = new ArrayList<>();
    List<Run> lost = new ArrayList<>();
    List<Run> settled = new ArrayList<>();
    for (Row row : table.reads.unsettledOf(dead)) {
      Run before = row.run;
      if (table.graves.mayBeAdopted(before, table.now)) {
        continue;
      }
      JobEnd end =
          before.registration().terms().policy().adopted() && !table.graves.isHere(before)
              ? Ends.lostElsewhere(before)
              : Ends.lost(before);
      Transition transition = Transitions.lose(before, end, wallClock);
      if (table.keepForSomeSink(row, transition) instanceof Applied applied) {
        Run run = applied.run();
        boolean again = run.status() == JobStatus.QUEUED;
        (again ? rerun : before.status().isFinal() ? settled : lost).add(run);
      }
    }
    return new Step.Recovered(rerun, lost, settled, adopted);
  }

  private void acceptIfHeldBy(Set<String> dead, Row row) {
    if (row.holders.isAnyOf(dead)) {
      table.acceptMail(row);
    }
  }
}
