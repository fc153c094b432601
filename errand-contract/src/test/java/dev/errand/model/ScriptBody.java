package dev.errand.model;

import dev.errand.JobBody;
import dev.errand.JobContext;
import dev.errand.JobResult;
import dev.errand.spi.TimeAndThreads.Latch;
import java.time.Duration;

/** A body that behaves as its script says, and writes down when it begins and how it ends. */
final class ScriptBody implements JobBody {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final World world;
  private final int job;
  private final Want want;
  private final Latch told;
  private boolean returns = true;

  ScriptBody(World world, int job, Want want) {
    this.world = world;
    this.job = job;
    this.want = want;
    this.told = world.time.latch();
  }

  void end(boolean byReturning) {
    returns = byReturning;
    told.open();
  }

  @Override
  public JobResult run(JobContext context) throws Exception {
    world.happened(() -> world.model.slots.bodyBegan(world.runs.get(job)));
    switch (want.body()) {
      case RETURNS, THROWS -> returns = want.body() == Want.BodyKind.RETURNS;
      default -> {
        try {
          awaitWord();
        } catch (InterruptedException interrupt) {
          return want.body() == Want.BodyKind.LATE ? returned("too late") : threw(interrupt);
        }
      }
    }
    String text = "text of " + job + " " + "x".repeat(want.text());
    return returns ? returned(text) : threw(new IllegalStateException(text));
  }

  private void awaitWord() throws InterruptedException {
    boolean open = false;
    while (!open) {
      try {
        open = told.await(FOR_EVER);
      } catch (InterruptedException interrupt) {
        if (want.body() != Want.BodyKind.STUBBORN) {
          throw interrupt;
        }
      }
    }
  }

  private JobResult returned(String text) {
    world.happened(() -> world.model.bodyEnded(world.runs.get(job), true, text));
    return JobResult.of(text);
  }

  private JobResult threw(Exception exception) throws Exception {
    String text =
        exception.getMessage() == null ? exception.getClass().getName() : exception.getMessage();
    world.happened(() -> world.model.bodyEnded(world.runs.get(job), false, text));
    throw exception;
  }
}
