package dev.errand.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps what the library logs during a test, in place of the console. */
final class CaughtLog extends Handler implements BeforeEachCallback, AfterEachCallback {
  private static final Logger LOG = Logger.getLogger("dev.errand");

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  /** What has been logged so far; grows. */
  List<LogRecord> records() {
    return records;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    LOG.addHandler(this);
    LOG.setUseParentHandlers(false);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    LOG.removeHandler(this);
    LOG.setUseParentHandlers(true);
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
