package dev.errand.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.cli.wire.CommandRequest;
import dev.errand.cli.wire.Frame;
import dev.errand.cli.wire.Protocol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The client at the other end")
final class RemoteClientTest {
  /** Three bytes, and no character of Java has more. */
  private static final String LARGE_CHARACTER = "€";

  @ParameterizedTest
  @CsvSource({"10, 10", "262143, 65535", "262143, 131071", "262144, 10"})
  @DisplayName("gets its last output and what is said behind it, however much that is")
  void last(int out, int err) throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    CommandRequest request =
        new CommandRequest("1", "key", "/".getBytes(UTF_8), List.of(), List.of(), 0, 0, 0);
    RemoteClient client = new RemoteClient(request, sent, new Confirmations());
    client.last(LARGE_CHARACTER.repeat(out));
    client.err(LARGE_CHARACTER.repeat(err));
    client.exit(3);

    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    List<Integer> codes = new ArrayList<>();
    InputStream in = new ByteArrayInputStream(sent.toByteArray());
    while (in.available() > 0) {
      switch (Frame.read(in)) {
        case Frame.Out(byte[] bytes) -> stdout.writeBytes(bytes);
        case Frame.Err(byte[] bytes) -> stderr.writeBytes(bytes);
        case Frame.Exit(int code) -> codes.add(code);
        case Frame.Last(byte[] bytes, byte[] more, int code) -> {
          assertThat(bytes.length + more.length).isLessThan(Protocol.MAX_FRAME);
          stdout.writeBytes(bytes);
          stderr.writeBytes(more);
          codes.add(code);
        }
        case Frame other -> throw new AssertionError(other);
      }
    }
    assertThat(stdout.toString(UTF_8)).isEqualTo(LARGE_CHARACTER.repeat(out));
    assertThat(stderr.toString(UTF_8)).isEqualTo(LARGE_CHARACTER.repeat(err));
    assertThat(codes).containsExactly(3);
  }
}
