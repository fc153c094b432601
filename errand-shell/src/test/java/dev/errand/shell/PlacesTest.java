package dev.errand.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.Admission;
import dev.errand.Job;
import dev.errand.JobOptions;
import dev.errand.JobStatus;
import dev.errand.spi.JobStore;
import dev.errand.sql.SqlJobStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Commands of two places in one store")
final class PlacesTest extends ShellTest {

  @Test
  @DisplayName("K1 run where they were started, and the other place says where that is")
  void elsewhere() throws Exception {
    JobStore store = SqlJobStore.sqlite(folder.resolve("jobs.db"));
    ShellJobs here =
        open(
            ShellJobs.builder(folder.resolve("here")).place("one:/here"),
            manager -> manager.sharedStore(store).maxRunningJobs(1));
    ShellJobs there =
        open(
            ShellJobs.builder(folder.resolve("there")).place("two:/there"),
            manager -> manager.sharedStore(store));
    JobOptions queue = JobOptions.builder().admission(Admission.QUEUE).build();
    String id = here.start(Command.shell("read line; exit 3").withStdin(), queue);
    String queued = here.start(Command.shell("true"), queue);
    String other = there.start(Command.shell("true"), queue);
    assertThat(settled(there, other).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(there.manager().job(queued).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);

    Job job = there.manager().job(id).orElseThrow();
    assertThat(there.elsewhere(job)).contains("one:/here");
    assertThat(here.elsewhere(job)).isEmpty();
    assertThat(there.command(job)).isEqualTo(here.command(job)).isPresent();
    assertThat(there.pid(job)).isEmpty();
    assertThatThrownBy(() -> there.log(job))
        .isInstanceOf(ElsewhereException.class)
        .hasMessage("job " + id + " belongs to one:/here: its output is there, and only there");
    assertThatThrownBy(() -> there.send(id, "\n")).isInstanceOf(ElsewhereException.class);
    assertThatThrownBy(() -> there.signal(id, "TERM")).isInstanceOf(ElsewhereException.class);

    here.send(id, "\n");
    assertThat(settled(here, id).status()).isEqualTo(JobStatus.FAILED);
    assertThat(settled(here, queued).status()).isEqualTo(JobStatus.COMPLETED);
    here.close();
    there.close();
    store.close();
  }

  @Test
  @DisplayName("L1 a place has 1 to 180 printable characters")
  void names() {
    for (String wrong : new String[] {"", " ", "a\nb", "x".repeat(181)}) {
      assertThatThrownBy(() -> ShellJobs.builder(folder).place(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("place must have 1 to 180 printable characters");
    }
  }
}
