package dev.errand.bench;

import java.util.List;

/**
 * A program that measures by itself and prints one number: what JMH cannot do, such as stopping the
 * clock on another thread.
 *
 * @param program its main class
 * @param args its arguments
 */
record ProgramSide(Class<?> program, List<String> args) implements Side {

  @Override
  public double nanos(boolean quick) {
    List<String> printed = ForkedJvm.run(program, args, quick);
    Expect.count("lines printed by " + program.getSimpleName(), 1, printed.size());
    return Double.parseDouble(printed.get(0));
  }
}
