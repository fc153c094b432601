package dev.errand.model;

import dev.errand.AsyncJobManager;
import java.time.Duration;

/** Does the operations of a script, one after the other, to a manager and to the model. */
final class Interpreter {
  final World world;
  private final JobVerbs jobs;
  private final MailVerbs mail;
  private final WaitVerbs waits;

  Interpreter(Script script) {
    world = new World(script);
    jobs = new JobVerbs(world);
    mail = new MailVerbs(world, jobs);
    waits = new WaitVerbs(world, jobs);
  }

  void step(Script.Step step) {
    if (world.isClosed()) {
      return;
    }
    if (needsRest(step.op())) {
      world.quiet();
    }
    act(step.op());
    if (step.thenRun() && !world.isClosed()) {
      world.quiet();
    }
  }

  /** What starts threads whose place in the order of things matters. */
  private static boolean needsRest(Op op) {
    return op instanceof Op.Pass
        || op instanceof Op.Await
        || op instanceof Op.AwaitSettled
        || op instanceof Op.Drain
        || op instanceof Op.Close
        || op instanceof Op.SetMaxRunning;
  }

  private void act(Op operation) {
    switch (operation) {
      case Op.Register op -> jobs.register(op);
      case Op.EndBody op -> jobs.endBody(op);
      case Op.Cancel op -> jobs.cancel(op);
      case Op.CancelAll op -> jobs.cancelAll(op);
      case Op.SetMaxRunning op -> {
        jobs.setMaxRunning(op);
        world.quiet();
      }
      case Op.Evict op -> jobs.evict(op);
      case Op.OpenSink op -> mail.open(op);
      case Op.CloseSink op -> mail.close(op);
      case Op.ChangeSink op -> world.sinks.get(op.sink()).behave(op.manner());
      case Op.EndCall op -> world.sinks.end(op.lane(), op.which(), op.returns());
      case Op.Redeliver op -> mail.redeliver(op);
      case Op.Take op -> mail.take(op);
      case Op.Confirm op -> mail.confirm(op);
      case Op.ConfirmAll op -> mail.confirmAll(op);
      case Op.Release op -> mail.release(op);
      case Op.CloseReader op -> mail.close(op);
      case Op.Hold op -> mail.hold(op);
      case Op.CloseHold op -> mail.close(op);
      case Op.Watch op -> mail.watch(op);
      case Op.Unwatch op -> mail.unwatch(op);
      case Op.Acknowledge op -> mail.acknowledge(op);
      case Op.Resume op -> mail.resume(op);
      case Op.Await op -> waits.await(op);
      case Op.Interrupt op -> waits.interrupt(op);
      case Op.Consume op -> waits.consume(op);
      case Op.CloseAwaited op -> waits.close(op);
      case Op.AwaitSettled op -> waits.awaitSettled(op);
      case Op.Drain op -> waits.drain(op);
      case Op.Pass op -> world.pass(op.time());
      case Op.Close op -> waits.close(op);
    }
  }

  /** The end of every script: close, and no sink is called any more (F15). */
  void close() {
    step(new Script.Step(new Op.Close(-1, Duration.ofMillis(700)), true));
    for (int i = 0; i < 20 && !world.isClosed(); i++) {
      step(new Script.Step(new Op.Pass(Duration.ofMinutes(1)), true));
    }
    Disagreement.unless(world.isClosed(), "close has not returned");
    Want want = Generator.plainWant();
    Disagreement.unlessSame(
        "registering after close", "ManagerClosedException", refusalOf(world.manager, want));
    jobs.endAllBodies();
    world.time.advance(Duration.ofHours(1));
    world.checkNoCallAfterClose();
  }

  private static String refusalOf(AsyncJobManager manager, Want want) {
    try {
      return "none, but " + manager.register("task", "late", context -> null, want.options());
    } catch (RuntimeException refused) {
      return refused.getClass().getSimpleName();
    }
  }

  /** Lets all threads end, so that none is left over for the next script. */
  void letGo() {
    world.closed();
    jobs.endAllBodies();
    waits.interruptAll();
    for (int i = 0; i < 100; i++) {
      world.sinks.endAll();
      world.time.runReady();
    }
    world.manager.close(Duration.ZERO);
  }
}
