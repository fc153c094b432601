package dev.errand.contract;

import dev.errand.AsyncJobManager;
import dev.errand.Delivery;
import dev.errand.DeliveryInfo;
import dev.errand.DeliveryStatus;
import dev.errand.JobBody;
import dev.errand.JobOptions;
import dev.errand.JobResult;
import dev.errand.testkit.RecordingSink;
import dev.errand.testkit.ScriptedBody;
import java.time.Duration;
import java.util.List;

/** What the tests of deliveries share: a sink, and jobs that end at once. */
abstract class DeliveryContractTest extends ContractTest {
  /** The shortest time there is, to look at a moment from just before it. */
  static final Duration TICK = Duration.ofNanos(1);

  /** A body that returns {@code result of ID} at once. */
  static final JobBody RESULT = context -> JobResult.of("result of " + context.jobId());

  final RecordingSink sink = RecordingSink.of(time);

  /** Lets an unowned job of this id run and end now, with everything that needs no time. */
  void end(AsyncJobManager manager, String id) {
    end(manager, options().id(id));
  }

  /** Lets a job of this id and owner run and end now, with everything that needs no time. */
  void end(AsyncJobManager manager, String id, String owner) {
    end(manager, options().id(id).owner(owner));
  }

  private void end(AsyncJobManager manager, JobOptions.Builder options) {
    manager.register("task", "label", RESULT, options.build());
    time.runReady();
  }

  /** Starts an unowned job of this id whose body goes on until told otherwise, cancelled or not. */
  ScriptedBody startStubborn(AsyncJobManager manager, String id, JobOptions.Builder options) {
    ScriptedBody body = ScriptedBody.ignoringCancel(time);
    manager.register("task", "label", body, options.id(id).build());
    time.runReady();
    return body;
  }

  static DeliveryInfo delivery(AsyncJobManager manager, String id) {
    return job(manager, id).delivery();
  }

  static DeliveryStatus status(AsyncJobManager manager, String id) {
    return delivery(manager, id).status();
  }

  static List<String> jobIds(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::jobId).toList();
  }
}
