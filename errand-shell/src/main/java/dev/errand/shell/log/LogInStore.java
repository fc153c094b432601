package dev.errand.shell.log;

import dev.errand.spi.RunOutput;
import java.util.Arrays;

/**
 * The copy of a log in a store that others write to. Its extent is that of the latest answer, which
 * came with the bytes.
 */
final class LogInStore extends OpenLog {
  private final RunOutput output;
  private final RunOutput.Key run;
  private RunOutput.Extent extent;

  LogInStore(RunOutput output, RunOutput.Key run, RunOutput.Extent extent) {
    this.output = output;
    this.run = run;
    this.extent = extent;
  }

  @Override
  long size() {
    return extent.size();
  }

  @Override
  Released released() {
    return new Released(extent.goneFrom(), extent.goneTo());
  }

  @Override
  byte[] bytes(long from, int length) {
    byte[] bytes = new byte[length];
    int got = 0;
    while (got < length) {
      RunOutput.Part part = output.read(run, from + got, Math.min(RunOutput.MOST, length - got));
      extent = part.extent().orElse(extent);
      if (part.bytes().length == 0) {
        return Arrays.copyOf(bytes, got);
      }
      System.arraycopy(part.bytes(), 0, bytes, got, part.bytes().length);
      got += part.bytes().length;
    }
    return bytes;
  }
}
