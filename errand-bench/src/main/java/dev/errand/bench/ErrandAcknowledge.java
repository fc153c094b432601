package dev.errand.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Our side of {@link MailBenchmark} for acknowledging: one delivery of each owner, each in a call
 * of its own, and each looked at before the clock starts, as its owner would have done. They are
 * replaced afterwards, so that there are always as many; and because what was acknowledged is
 * retained, everything is made anew before there are a quarter more of those.
 */
@State(Scope.Benchmark)
public class ErrandAcknowledge extends MailLook {
  static final int CALLS = OWNERS;

  /** Of each owner, so that they are all there are at 1,000. */
  private static final int NEWEST = 10;

  /** Which deliveries are acknowledged. */
  public enum Where {
    /** Anywhere in the queue: the more there are, the fewer lie in the processor's cache. */
    ANYWHERE,
    /**
     * Among the newest of each owner: so many different ones however many there are, so that caches
     * help alike, as in {@link LookBenchmark}.
     */
    NEWEST
  }

  /** Which deliveries are acknowledged. */
  @Param public Where where;

  private final SplittableRandom random = new SplittableRandom(1);
  private final int[] places = new int[CALLS];
  private final List<List<String>> calls = new ArrayList<>();
  private MailCrowd crowd;
  private int tooMany;
  private int acknowledged;

  /** Fills the manager. */
  @Setup
  public void fill() throws InterruptedException {
    crowd = new MailCrowd(retained, waiting);
    crowd.fill();
  }

  /** Picks the deliveries. */
  @Setup(Level.Invocation)
  public void pick() throws InterruptedException {
    if (tooMany + CALLS > retained / 4) {
      crowd.expectWaiting();
      crowd.fill();
      tooMany = 0;
    }
    calls.clear();
    // Those that replace others go to the end of the queue, so the last places stay the newest.
    int each = retained / OWNERS;
    int from = where == Where.NEWEST ? each - NEWEST : 0;
    for (int owner = 0; owner < OWNERS; owner++) {
      places[owner] = owner + OWNERS * random.nextInt(from, each);
      String id = crowd.waiting(places[owner]);
      calls.add(List.of(id));
      boolean known = crowd.manager().job(id).isPresent();
      Expect.count("known jobs", 1, known ? 1 : 0);
    }
  }

  int acknowledgeEach() {
    int dropped = 0;
    for (List<String> one : calls) {
      dropped += crowd.manager().acknowledgeDeliveries(one);
    }
    acknowledged = dropped;
    return dropped;
  }

  /** Checks that every call dropped its delivery, and puts others in their places. */
  @TearDown(Level.Invocation)
  public void replace() throws InterruptedException {
    Expect.count("acknowledged", CALLS, acknowledged);
    for (int place : places) {
      crowd.replace(place);
    }
    crowd.settle();
    tooMany += CALLS;
  }

  /** Closes the manager. */
  @TearDown
  public void close() {
    crowd.expectWaiting();
    crowd.close();
  }
}
