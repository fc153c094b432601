package dev.errand.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.AsyncJobManager;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The one manager of this process: the only static state there is. */
class InstanceTest extends ContractTest {

  @BeforeEach
  @AfterEach
  void none() {
    AsyncJobManager.setInstance(null);
  }

  @Test
  @DisplayName("I1 there is no instance until one is set; building a manager does not set it")
  void emptyAtFirst() {
    assertThat(AsyncJobManager.instance()).isEmpty();
    manager();
    assertThat(AsyncJobManager.instance()).isEmpty();
  }

  @Test
  @DisplayName("I1 the instance is the one that was set last, and everybody sees it")
  void lastOne() throws InterruptedException {
    AsyncJobManager first = manager();
    AsyncJobManager second = manager();
    AsyncJobManager.setInstance(first);
    assertThat(AsyncJobManager.instance()).containsSame(first);
    Thread other = new Thread(() -> AsyncJobManager.setInstance(second));
    other.start();
    other.join();
    assertThat(AsyncJobManager.instance()).containsSame(second);
  }

  @Test
  @DisplayName("I1 the instance can be taken away without closing it")
  void takenAway() {
    AsyncJobManager manager = manager();
    AsyncJobManager.setInstance(manager);
    AsyncJobManager.setInstance(null);
    assertThat(AsyncJobManager.instance()).isEmpty();
    assertThat(manager.register("task", "label", DONE)).isNotBlank();
  }

  @Test
  @DisplayName("I1 closing the instance takes it away")
  void closing() {
    AsyncJobManager manager = manager();
    AsyncJobManager.setInstance(manager);
    manager.close(Duration.ofSeconds(1));
    assertThat(AsyncJobManager.instance()).isEmpty();
  }

  @Test
  @DisplayName("I1 closing another manager, or a former instance, leaves the instance alone")
  void closingAnother() {
    AsyncJobManager former = manager();
    AsyncJobManager manager = manager();
    AsyncJobManager.setInstance(former);
    AsyncJobManager.setInstance(manager);
    former.close();
    manager().close();
    assertThat(AsyncJobManager.instance()).containsSame(manager);
  }
}
