package dev.errand.cli.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A request")
class CommandRequestTest {
  private static final CommandRequest REQUEST =
      new CommandRequest(
          "0.1.0 ü",
          "00ff",
          "/home/me".getBytes(UTF_8),
          List.of("run".getBytes(UTF_8), new byte[0], new byte[] {(byte) 0xff, 0}),
          List.of("A=b=c".getBytes(UTF_8)),
          CommandRequest.STDOUT | CommandRequest.STDERR,
          80,
          24);

  @Test
  @DisplayName("arrives as it was sent")
  void roundTrip() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    REQUEST.write(sent);

    CommandRequest read = read(sent.toByteArray());

    assertThat(read).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(REQUEST);
    assertThat(read.isTerminal(CommandRequest.STDIN)).isFalse();
    assertThat(read.isTerminal(CommandRequest.STDERR)).isTrue();
  }

  @Test
  @DisplayName("with other arguments has another key and is the same in all else")
  void otherArguments() {
    assertThat(REQUEST.with("77", List.of(new byte[] {'a'})))
        .usingRecursiveComparison()
        .ignoringFields("key", "arguments")
        .isEqualTo(REQUEST);
  }

  @Test
  @DisplayName("that was cut off anywhere is refused")
  void cut() throws Exception {
    byte[] whole = REQUEST.encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  @DisplayName("with something behind it is refused")
  void tooLong() throws Exception {
    byte[] whole = REQUEST.encode();
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  @DisplayName("of another protocol is refused in a sentence that names both")
  void otherProtocol() {
    assertThatThrownBy(() -> read(new byte[] {0, 0, 0, 9}))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("version 9")
        .hasMessageContaining("version 1");
  }

  @Test
  @DisplayName("of more than 4 MiB is neither sent nor read")
  void tooBig() throws Exception {
    CommandRequest big =
        REQUEST.with("1", List.of(new byte[Protocol.MAX_REQUEST / 2], new byte[2_200_000]));
    assertThatThrownBy(big::encode)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("put some of them into a file");

    CommandRequest fits = REQUEST.with("1", List.of(new byte[4_190_000]));
    assertThat(read(fits.encode()).arguments().getFirst()).hasSize(4_190_000);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Protocol.MAX_REQUEST})
  @DisplayName("whose lengths are lies makes us allocate nothing")
  void lies(int length) {
    byte[] text = new Encoder().number(Protocol.VERSION).number(length).done();
    byte[] list =
        new Encoder()
            .number(Protocol.VERSION)
            .text("")
            .text("")
            .bytes(new byte[0])
            .number(length)
            .done();

    assertThatThrownBy(() -> read(text)).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> read(list)).isInstanceOf(ProtocolException.class);
  }

  @Test
  @DisplayName("that is noise, or almost right, ends in an IOException and nothing else")
  void noise() throws Exception {
    Random random = new Random(1);
    byte[] whole = REQUEST.encode();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        read(bytes);
      } catch (IOException refused) {
        // as it should be
      }
    }
  }

  @Test
  @DisplayName("holds bytes that may be no text, and says so when they are taken as text")
  void noText() {
    assertThatThrownBy(() -> Utf8.decode(REQUEST.arguments().getLast()))
        .isInstanceOf(CharacterCodingException.class);
  }

  private static CommandRequest read(byte[] bytes) throws IOException {
    return CommandRequest.read(new ByteArrayInputStream(bytes));
  }
}
