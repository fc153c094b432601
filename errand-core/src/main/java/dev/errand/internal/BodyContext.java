package dev.errand.internal;

import dev.errand.CancellationSignal;
import dev.errand.JobContext;
import dev.errand.spi.Run;
import java.util.Optional;

/** What the body of one attempt sees. */
record BodyContext(LiveRun live, Run run) implements JobContext {

  @Override
  public String jobId() {
    return run.id();
  }

  @Override
  public String runId() {
    return run.runId();
  }

  @Override
  public Optional<String> owner() {
    return run.owner();
  }

  @Override
  public int epoch() {
    return run.epoch();
  }

  @Override
  public CancellationSignal cancellation() {
    return live.cancellation;
  }

  @Override
  public void reportProgress(String text) {
    live.report(run, Check.notNull("text", text), Optional.empty());
  }

  @Override
  public void reportProgress(String text, String details) {
    Optional<String> data =
        Texts.checkData("details", Optional.of(Check.notNull("details", details)));
    live.report(run, Check.notNull("text", text), data);
  }
}
