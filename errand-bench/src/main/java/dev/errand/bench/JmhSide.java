package dev.errand.bench;

import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A JMH benchmark.
 *
 * @param benchmarks its class
 * @param method its method
 * @param params its parameters
 */
record JmhSide(Class<?> benchmarks, String method, Map<String, String> params) implements Side {
  private static final TimeValue QUICK = TimeValue.milliseconds(50);

  /** The mean of one fork: what the collector takes counts. */
  @Override
  public double nanos(boolean quick) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + benchmarks.getName().replace(".", "\\.") + "\\." + method + "$")
            .forks(1)
            .jvmArgs(Jvm.args(quick).toArray(String[]::new))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    params.forEach((name, value) -> options.param(name, value));
    if (quick) {
      options.warmupIterations(1).warmupTime(QUICK).measurementIterations(1).measurementTime(QUICK);
    }
    return new Runner(options.build()).runSingle().getPrimaryResult().getScore();
  }
}
