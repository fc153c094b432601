package dev.errand.bench;

import dev.errand.DeliveryState;
import dev.errand.Job;
import dev.errand.JobFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Our side of {@link MailBenchmark}, where nothing changes. */
@State(Scope.Benchmark)
public class ErrandMail extends MailLook {
  private MailCrowd crowd;
  private int turn;

  /** Fills the manager; delivered and queued jobs are asked for alike. */
  @Setup
  public void fill() throws InterruptedException {
    crowd = new MailCrowd(retained, waiting);
    List<String> ids = new ArrayList<>(crowd.fill());
    for (int i = 0; i < retained; i++) {
      ids.add(crowd.waiting(i));
    }
    ask(ids.toArray(String[]::new));
  }

  Optional<Job> job() {
    return crowd.manager().job(nextId());
  }

  /** Each owner in turn. */
  DeliveryState deliveryState() {
    JobFilter[] filters = crowd.filters();
    turn = turn + 1 == filters.length ? 0 : turn + 1;
    return crowd.manager().deliveryState(filters[turn]);
  }

  /** Checks that everything is as it was, and closes the manager. */
  @TearDown
  public void close() {
    crowd.expectWaiting();
    crowd.close();
  }
}
