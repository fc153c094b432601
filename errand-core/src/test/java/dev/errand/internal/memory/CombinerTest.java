package dev.errand.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Operations one at a time, whoever brings them. */
class CombinerTest {
  private final Combiner combiner = new Combiner();

  /** An operation of two plain actions. */
  private record Of(Runnable work, Runnable after) implements Combiner.Operation {
    @Override
    public void apply() {
      work.run();
    }

    @Override
    public void complete() {
      after.run();
    }
  }

  @Test
  @DisplayName("what threads add up without any other protection comes out right")
  void oneAtATime() throws InterruptedException {
    int threads = 8;
    int each = 50_000;
    int[] sum = new int[1];
    AtomicInteger completed = new AtomicInteger();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < each; n++) {
                  combiner.run(new Of(() -> sum[0]++, completed::incrementAndGet));
                }
              }));
    }
    for (Thread thread : all) {
      thread.join();
    }
    // The last operation may be left to a thread that has ended its own work: then it is done too.
    assertThat(completed.get()).isEqualTo(threads * each);
    assertThat(sum[0]).isEqualTo(threads * each);
  }

  @Test
  @DisplayName("the stack does not grow with what was left, though each runs something further")
  void shallow() throws InterruptedException {
    int count = 20_000;
    AtomicInteger done = new AtomicInteger();
    AtomicInteger deepest = new AtomicInteger();
    Runnable further =
        () -> {
          combiner.run(new Of(done::incrementAndGet, () -> {}));
          int depth = StackWalker.getInstance().walk(frames -> (int) frames.count());
          deepest.accumulateAndGet(depth, Math::max);
        };
    CountDownLatch allLeft = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              await(begun);
              for (int i = 0; i < count; i++) {
                combiner.run(new Of(() -> {}, further));
              }
              allLeft.countDown();
            });
    combiner.run(
        new Of(
            () -> {
              begun.countDown();
              await(allLeft);
            },
            () -> {}));
    other.join();
    assertThat(done.get()).isEqualTo(count);
    assertThat(deepest.get()).isLessThan(200);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
