package dev.errand.cli.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A frame")
class FrameTest {

  static Stream<Frame> frames() {
    return Stream.of(
        new Frame.Out(new byte[] {1, 0, (byte) 0xff}),
        new Frame.Err(new byte[0]),
        new Frame.Resume(List.of("tail", "bg_ü", "")),
        new Frame.Resume(List.of()),
        new Frame.Interrupt("", List.of()),
        new Frame.Interrupt("still running", List.of("cancel", "bg_1")),
        new Frame.Confirm("aZ_0-9"),
        new Frame.Ping(),
        new Frame.Exit(-1),
        new Frame.Exit(255),
        new Frame.Last("bg_1".getBytes(StandardCharsets.UTF_8), new byte[] {7}, 3));
  }

  @ParameterizedTest
  @MethodSource("frames")
  @DisplayName("arrives as it was sent, and so does the one behind it")
  void roundTrip(Frame frame) throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    frame.write(sent);
    new Frame.Exit(7).write(sent);
    InputStream in = new ByteArrayInputStream(sent.toByteArray());

    assertThat(Frame.read(in)).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(frame);
    assertThat(Frame.read(in)).isEqualTo(new Frame.Exit(7));
    assertThatThrownBy(() -> Frame.read(in)).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @MethodSource("frames")
  @DisplayName("that was cut off anywhere is a connection that broke")
  void cut(Frame frame) throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    frame.write(sent);
    for (int length = 0; length < sent.size(); length++) {
      byte[] part = Arrays.copyOf(sent.toByteArray(), length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  @DisplayName("has at most 1 MiB")
  void bound() throws Exception {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    new Frame.Out(new byte[Protocol.MAX_FRAME]).write(sent);
    assertThat(read(sent.toByteArray())).isInstanceOf(Frame.Out.class);

    Frame tooBig = new Frame.Out(new byte[Protocol.MAX_FRAME + 1]);
    assertThatThrownBy(() -> tooBig.write(sent)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Protocol.MAX_FRAME + 1})
  @DisplayName("whose length is a lie makes us allocate nothing")
  void lies(int length) {
    byte[] bytes = new Encoder().octet('o').number(length).done();
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(ProtocolException.class);
  }

  @Test
  @DisplayName("of no known type, with something left over, or with a bad token is refused")
  void malformed() {
    for (byte[] bytes :
        List.of(
            new Encoder().octet('?').number(0).done(),
            new Encoder().octet('p').bytes(new byte[1]).done(),
            new Encoder().octet('x').bytes(new byte[5]).done(),
            new Encoder().octet('x').bytes(new byte[3]).done(),
            new Encoder().octet('c').bytes(new Encoder().text("a/../b").done()).done(),
            new Encoder().octet('c').bytes(new Encoder().text("").done()).done())) {
      assertThatThrownBy(() -> read(bytes)).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  @DisplayName("that is noise ends in an IOException and nothing else")
  void noise() {
    Random random = new Random(2);
    byte[] types = {'o', 'e', 'r', 'i', 'c', 'p', 'x', 'y'};
    for (int i = 0; i < 20_000; i++) {
      byte[] payload = new byte[random.nextInt(24)];
      random.nextBytes(payload);
      for (int zero = 0; zero < payload.length; zero++) {
        payload[zero] = random.nextInt(3) == 0 ? payload[zero] : 0;
      }
      byte[] bytes = new Encoder().octet(types[random.nextInt(8)]).bytes(payload).done();
      try {
        read(bytes);
      } catch (IOException refused) {
        // as it should be
      }
    }
  }

  private static Frame read(byte[] bytes) throws IOException {
    return Frame.read(new ByteArrayInputStream(bytes));
  }
}
