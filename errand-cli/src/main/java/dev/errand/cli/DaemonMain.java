package dev.errand.cli;

import dev.errand.StoreException;
import dev.errand.cli.client.DaemonStarter;
import dev.errand.cli.command.CommandEndpoints;
import dev.errand.daemon.Daemon;
import dev.errand.daemon.home.Home;
import dev.errand.daemon.home.HomeException;
import dev.errand.daemon.home.HomeTakenException;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the daemon's process begins; it ends when it is told to, or by a signal. */
public final class DaemonMain {
  /** Kept, since loggers that nobody holds forget their level. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private DaemonMain() {}

  /** Serves the home that the environment names. */
  public static void main(String[] args) {
    System.exit(run());
  }

  /** Returns when it has stopped; the exit code. */
  public static int run() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
    JETTY.setLevel(Level.WARNING);
    Daemon daemon;
    try {
      daemon = Daemon.start(Home.of(System.getenv()), Version.number(), new CommandEndpoints());
    } catch (HomeTakenException taken) {
      System.err.println("errand: " + taken.getMessage());
      return DaemonStarter.HOME_IS_TAKEN;
    } catch (HomeException | StoreException | IOException | UnsupportedOperationException no) {
      System.err.println("errand: the daemon cannot start: " + no.getMessage());
      return ExitCodes.OWN_FAILURE;
    }
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("errand-stop").unstarted(daemon::close));
    try {
      daemon.awaitStop();
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
    daemon.close();
    return ExitCodes.OK;
  }
}
