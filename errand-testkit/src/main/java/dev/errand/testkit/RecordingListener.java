package dev.errand.testkit;

import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.Progress;
import java.util.ArrayList;
import java.util.List;

/** A listener that writes down what it hears, in order. Thread-safe. */
public final class RecordingListener implements JobListener {

  /**
   * One thing heard.
   *
   * @param what {@code registered}, {@code started}, {@code progress}, {@code ended} or {@code
   *     settled}
   * @param job the job as it was told
   * @param text of progress, else empty
   */
  public record Heard(String what, Job job, String text) {
    /** For instance {@code started bg_1}. */
    @Override
    public String toString() {
      return what + " " + job.id() + (text.isEmpty() ? "" : " " + text);
    }
  }

  private final List<Heard> heard = new ArrayList<>();

  /** Everything heard so far. */
  public synchronized List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** Everything heard so far, in words. */
  public List<String> words() {
    return heard().stream().map(Heard::toString).toList();
  }

  /** What was heard of one job, without its id. */
  public List<String> of(String jobId) {
    return heard().stream().filter(one -> one.job().id().equals(jobId)).map(Heard::what).toList();
  }

  @Override
  public void onRegistered(Job job) {
    add("registered", job, "");
  }

  @Override
  public void onStarted(Job job) {
    add("started", job, "");
  }

  @Override
  public void onProgress(Job job, Progress progress) {
    add("progress", job, progress.text());
  }

  @Override
  public void onEnded(Job job) {
    add("ended", job, "");
  }

  @Override
  public void onSettled(Job job) {
    add("settled", job, "");
  }

  private synchronized void add(String what, Job job, String text) {
    heard.add(new Heard(what, job, text));
  }
}
