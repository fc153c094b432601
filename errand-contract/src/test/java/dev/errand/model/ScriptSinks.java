package dev.errand.model;

import dev.errand.BatchDeliverySink;
import dev.errand.Delivery;
import dev.errand.DeliverySink;
import dev.errand.spi.TimeAndThreads.Latch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sinks that behave as their script says, and write down each call and how it ends. */
final class ScriptSinks {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final World world;
  private final Map<Integer, ScriptSink> sinks = new HashMap<>();
  private final List<Hanging> hanging = new ArrayList<>();

  ScriptSinks(World world) {
    this.world = world;
  }

  ScriptSink get(int number) {
    return sinks.computeIfAbsent(number, ScriptSink::new);
  }

  /** Lets one of the calls that hang in this lane return or throw; false if there is none. */
  boolean end(Optional<String> lane, int which, boolean returns) {
    List<Hanging> there =
        hanging.stream().filter(one -> one.call.lane().equals(lane) && !one.isTold).toList();
    if (there.isEmpty()) {
      return false;
    }
    there.get(which % there.size()).tell(returns);
    return true;
  }

  void endAll() {
    List.copyOf(hanging).forEach(one -> one.tell(false));
  }

  private final class Hanging {
    final ModelCall call;
    final Latch told = world.time.latch();
    boolean isTold;
    boolean returns;

    Hanging(ModelCall call) {
      this.call = call;
    }

    void tell(boolean byReturning) {
      isTold = true;
      returns = byReturning;
      told.open();
    }

    void await(boolean stubbornly) throws InterruptedException {
      boolean open = false;
      while (!open) {
        try {
          open = told.await(FOR_EVER);
        } catch (InterruptedException interrupt) {
          if (!stubbornly) {
            throw interrupt;
          }
        }
      }
      if (!returns) {
        throw new IllegalStateException("told to fail");
      }
    }
  }

  final class ScriptSink implements DeliverySink, BatchDeliverySink {
    private final int number;
    private Op.Manner manner = Op.Manner.TAKES;

    ScriptSink(int number) {
      this.number = number;
    }

    void behave(Op.Manner newManner) {
      manner = newManner;
    }

    @Override
    public void deliver(Delivery delivery) throws Exception {
      Collection<String> unused = call(List.of(delivery));
    }

    @Override
    public Collection<String> deliver(List<Delivery> deliveries) throws Exception {
      return call(deliveries);
    }

    private Collection<String> call(List<Delivery> deliveries) throws Exception {
      List<ModelRun> runs = deliveries.stream().map(one -> world.runOf(one.job())).toList();
      ModelCall call = new ModelCall(number, deliveries, runs, world.time.now());
      world.called(call);
      try {
        Set<String> taken = answer(call);
        world.happened(
            () -> world.model.mail.sinks.returned(call, taken, "The sink did not accept it"));
        return taken;
      } catch (Exception failure) {
        String error =
            failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
        world.happened(() -> world.model.mail.sinks.returned(call, Set.of(), error));
        throw failure;
      }
    }

    private Set<String> answer(ModelCall call) throws InterruptedException {
      switch (manner) {
        case FAILS -> throw new IllegalStateException("sink " + number + " fails");
        case HANGS, HANGS_STUBBORNLY -> {
          Hanging mine = new Hanging(call);
          hanging.add(mine);
          try {
            mine.await(manner == Op.Manner.HANGS_STUBBORNLY);
          } finally {
            hanging.remove(mine);
          }
        }
        default -> {}
      }
      boolean all = manner != Op.Manner.TAKES_SOME || call.runs.size() == 1;
      return call.deliveries.stream()
          .filter(one -> all || world.runOf(one.job()).number % 2 == 0)
          .map(Delivery::deliveryId)
          .collect(Collectors.toSet());
    }
  }
}
