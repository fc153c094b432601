package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.EndReason;
import dev.errand.Exit;
import dev.errand.Job;
import dev.errand.JobBody;
import dev.errand.JobEnd;
import dev.errand.JobFailedException;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract B3: what a body returns or throws, and what its owner reads. */
class BodyResultTest extends ContractTest {
  private final AsyncJobManager manager = manager();

  @Test
  @DisplayName("B3 a body returns text")
  void text() {
    Job job = run(context -> JobResult.of("42 files"));

    assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
    JobEnd end = job.end().orElseThrow();
    assertThat(end.reason()).isEqualTo(EndReason.RETURNED);
    assertThat(end.text()).isEqualTo("42 files");
    assertThat(end.data()).isEmpty();
    assertThat(end.exit()).isEmpty();
  }

  @Test
  @DisplayName("B3 a body returns text with structured data")
  void textAndData() {
    JobEnd end = end(context -> JobResult.of("42 files").withData("{\"files\":42}"));

    assertThat(end.text()).isEqualTo("42 files");
    assertThat(end.data()).contains("{\"files\":42}");
  }

  @Test
  @DisplayName("B3 a body may return no text at all")
  void empty() {
    assertThat(end(context -> JobResult.empty()).text()).isEmpty();
  }

  @Test
  @DisplayName("B3 the result of a process carries its exit")
  void resultWithExit() {
    JobEnd end = end(context -> JobResult.of("out").withExit(Exit.withCode(0)));

    assertThat(end.exit()).contains(Exit.withCode(0));
  }

  @Test
  @DisplayName("B3 a body fails by throwing: the error text is the message")
  void message() {
    Job job =
        run(context -> {
          throw new IOException("disk full");
        });

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.end().orElseThrow().reason()).isEqualTo(EndReason.THREW);
    assertThat(job.end().orElseThrow().text()).isEqualTo("disk full");
  }

  @Test
  @DisplayName("B3 without a message the error text is the name of the exception's class")
  void className() {
    JobEnd none =
        end(context -> {
          throw new IOException((String) null);
        });
    JobEnd blank =
        end(context -> {
          throw new IllegalStateException(" ");
        });

    assertThat(none.text()).isEqualTo("java.io.IOException");
    assertThat(blank.text()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  @DisplayName("B3 a failure can carry structured data and the exit of a process")
  void richFailure() {
    JobEnd end =
        end(context -> {
          throw new JobFailedException(
              "exit code 3", Optional.of("{\"line\":7}"), Optional.of(Exit.withCode(3)));
        });

    assertThat(end.status()).isEqualTo(JobStatus.FAILED);
    assertThat(end.text()).isEqualTo("exit code 3");
    assertThat(end.data()).contains("{\"line\":7}");
    assertThat(end.exit()).contains(Exit.withCode(3));
  }

  @Test
  @DisplayName("B3 a failure can tell the signal that killed a process")
  void killedBySignal() {
    JobEnd end =
        end(context -> {
          throw new JobFailedException(
              "killed", Optional.empty(), Optional.of(Exit.bySignal("KILL")));
        });

    assertThat(end.exit().orElseThrow().signal()).contains("KILL");
    assertThat(end.exit().orElseThrow().code()).isEmpty();
  }

  @Test
  @DisplayName("B3 an InterruptedException without a cancel is a failure like any other")
  void interruptedByItself() {
    Job job =
        run(context -> {
          throw new InterruptedException();
        });

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.end().orElseThrow().text()).isEqualTo("java.lang.InterruptedException");
  }

  @Test
  @DisplayName("B3 a body that returns null fails with a text that says so")
  void returnsNull() {
    Job job = run(context -> null);

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.end().orElseThrow().text())
        .containsIgnoringCase("body")
        .contains("null")
        .doesNotContain("Cannot invoke");
  }

  @Test
  @DisplayName("B3 an exception whose own code throws fails its job under the name of its class")
  void unwillingMessage() {
    final class Unwilling extends RuntimeException {
      @Override
      public String getMessage() {
        throw new IllegalStateException("no message for you");
      }
    }

    JobEnd end =
        end(context -> {
          throw new Unwilling();
        });

    assertThat(end.text()).isEqualTo(Unwilling.class.getName());
  }

  private JobEnd end(JobBody body) {
    return run(body).end().orElseThrow();
  }

  private Job run(JobBody body) {
    String id = manager.register("task", "t", body);
    time.runReady();
    Job job = job(manager, id);
    assertThat(job.settledAt()).as("%s has settled", job).isPresent();
    return job;
  }
}
