package dev.errand;

/** Something that was added and can be taken away again. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** Takes it away; a second call does nothing. */
  @Override
  void close();
}
