package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import dev.errand.HandlerCall;
import dev.errand.Job;
import dev.errand.JobListener;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.JobStatus;
import dev.errand.testkit.RecordingListener;
import dev.errand.testkit.ScriptedBody;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contract A1: what a caller of register can rely on. */
class RegisteringTest extends ContractTest {

  @Test
  @DisplayName("A1 register returns the id, and the row is there")
  void returnsTheId() {
    AsyncJobManager manager = manager();

    String id = manager.register("bash", "make all", DONE, options().owner("agent-7").build());

    Job job = job(manager, id);
    assertThat(job.id()).isEqualTo(id);
    assertThat(job.type()).isEqualTo("bash");
    assertThat(job.label()).isEqualTo("make all");
    assertThat(job.owner()).contains("agent-7");
    assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job.registeredAt()).isEqualTo(time.now());
    assertThat(job.runId()).isNotBlank();
  }

  @Test
  @DisplayName("A1 the row exists before the body starts")
  void rowBeforeBody() {
    AsyncJobManager manager = manager();
    List<Job> seen = new ArrayList<>();

    String id =
        manager.register(
            "task",
            "looks at itself",
            context -> {
              seen.add(job(manager, context.jobId()));
              return JobResult.empty();
            });
    time.runReady();

    assertThat(seen)
        .singleElement()
        .extracting(Job::id, Job::status)
        .containsExactly(id, JobStatus.RUNNING);
  }

  @Test
  @DisplayName(
      "A1 the body never runs on the caller's thread, and not before register has returned")
  void otherThread() {
    AsyncJobManager manager = manager();
    ScriptedBody body = ScriptedBody.of(time);

    manager.register("task", "t", body);

    assertThat(body.hasBegun()).isFalse();
    time.runReady();
    assertThat(body.thread().orElseThrow()).isNotSameAs(Thread.currentThread());
  }

  @Test
  @DisplayName("A1 a handler's work never runs on the caller's thread either")
  void handlerOnOtherThread() {
    List<Thread> threads = new ArrayList<>();
    AsyncJobManager manager =
        manager(builder ->
            builder.handler(
                "echo",
                (payload, context) -> {
                  threads.add(Thread.currentThread());
                  return JobResult.of(payload);
                }));

    String id = manager.register("task", "t", HandlerCall.of("echo", "hello"), JobOptions.DEFAULT);

    assertThat(threads).isEmpty();
    time.runReady();
    assertThat(threads).singleElement().isNotSameAs(Thread.currentThread());
    assertThat(job(manager, id).end().orElseThrow().text()).isEqualTo("hello");
  }

  @Test
  @DisplayName("A1 a body can register: the nested body has a thread of its own and begins later")
  void nested() {
    AsyncJobManager manager = manager();
    ScriptedBody nested = ScriptedBody.of(time);
    List<Object> seen = new ArrayList<>();

    manager.register(
        "task",
        "outer",
        context -> {
          String id = manager.register("task", "inner", nested);
          seen.add(Thread.currentThread());
          seen.add(nested.hasBegun());
          return JobResult.of(id);
        });
    time.runReady();

    assertThat(job(manager, "bg_1").end().orElseThrow().text()).isEqualTo("bg_2");
    assertThat(seen.get(1)).isEqualTo(false);
    assertThat(nested.thread().orElseThrow()).isNotSameAs(seen.get(0));
  }

  @Test
  @DisplayName("A1 registration nests as deep as it likes")
  void nestedDeeply() {
    AsyncJobManager manager = manager();
    registerNested(manager, 200);

    time.runReady();

    assertThat(manager.allJobs()).hasSize(200).allMatch(job -> job.status() == JobStatus.COMPLETED);
  }

  private static void registerNested(AsyncJobManager manager, int depth) {
    manager.register(
        "task",
        "depth " + depth,
        context -> {
          if (depth > 1) {
            registerNested(manager, depth - 1);
          }
          return JobResult.empty();
        });
  }

  @Test
  @DisplayName("A1 no listener is called inside register, but all of them after it")
  void noListenerInside() {
    AsyncJobManager manager = manager();
    RecordingListener listener = new RecordingListener();
    List<Thread> threads = new ArrayList<>();
    manager.addListener(listener);
    manager.addListener(onEnded(job -> threads.add(Thread.currentThread())));
    List<String> progress = new ArrayList<>();

    manager.register(
        "task",
        "t",
        context -> {
          context.reportProgress("half");
          return JobResult.empty();
        },
        options().onProgress(report -> progress.add(report.text())).build());

    assertThat(listener.heard()).isEmpty();
    time.runReady();
    assertThat(listener.words())
        .containsExactly(
            "registered bg_1", "started bg_1", "progress bg_1 half", "ended bg_1", "settled bg_1");
    assertThat(progress).containsExactly("half");
    assertThat(threads).singleElement().isNotSameAs(Thread.currentThread());
  }

  @Test
  @DisplayName("A1 a listener can register")
  void listenerRegisters() {
    AsyncJobManager manager = manager();
    manager.addListener(
        onEnded(job -> {
          if (job.label().equals("first")) {
            manager.register("task", "second", DONE);
          }
        }));

    manager.register("task", "first", DONE);
    time.runReady();

    assertThat(job(manager, "bg_2").status()).isEqualTo(JobStatus.COMPLETED);
  }

  private static JobListener onEnded(java.util.function.Consumer<Job> what) {
    return new JobListener() {
      @Override
      public void onEnded(Job job) {
        what.accept(job);
      }
    };
  }
}
