package dev.errand.stress;

import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.Options;

/** Starts jcstress, and makes sure that there is something to hunt: without, it is content. */
public final class Hunt {

  private Hunt() {}

  /** Takes the options of jcstress; ends with 1 if there is an outcome that must not be. */
  public static void main(String[] args) throws Exception {
    Options options = new Options(args);
    if (!options.parse() || new JCStress(options).getTests().isEmpty()) {
      throw new IllegalStateException("no races found to hunt for: is META-INF/TestList there?");
    }
    Main.main(args);
  }
}
