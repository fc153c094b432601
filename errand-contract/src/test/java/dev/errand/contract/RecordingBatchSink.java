package dev.errand.contract;

import dev.errand.BatchDeliverySink;
import dev.errand.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** A batch sink that writes down every call; it takes everything, until told otherwise. */
final class RecordingBatchSink implements BatchDeliverySink {
  private final List<List<Delivery>> calls = new ArrayList<>();
  private final Deque<BatchDeliverySink> next = new ArrayDeque<>();
  private BatchDeliverySink usual = BatchDeliverySink::all;

  /** Does these in the next calls, one each. */
  synchronized RecordingBatchSink answerNext(BatchDeliverySink... answers) {
    next.addAll(List.of(answers));
    return this;
  }

  /** Does this in every call from now on. */
  synchronized RecordingBatchSink answer(BatchDeliverySink newUsual) {
    usual = newUsual;
    return this;
  }

  /** An answer: this failure. */
  static BatchDeliverySink failing(String message) {
    return deliveries -> {
      throw new IllegalStateException(message);
    };
  }

  @Override
  public Collection<String> deliver(List<Delivery> deliveries) throws Exception {
    return begin(deliveries).deliver(deliveries);
  }

  private synchronized BatchDeliverySink begin(List<Delivery> deliveries) {
    calls.add(List.copyOf(deliveries));
    BatchDeliverySink answer = next.poll();
    return answer == null ? usual : answer;
  }

  /** What each call brought, in the order in which they began. */
  synchronized List<List<Delivery>> calls() {
    return List.copyOf(calls);
  }

  /** The jobs of each call. */
  List<List<String>> jobIds() {
    return calls().stream().map(call -> call.stream().map(Delivery::jobId).toList()).toList();
  }
}
