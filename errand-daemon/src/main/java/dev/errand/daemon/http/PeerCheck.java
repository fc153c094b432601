package dev.errand.daemon.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets nobody through on the Unix socket but the user whom the daemon belongs to. The modes of
 * folder and socket keep others away already; this holds if somebody loosens them.
 */
final class PeerCheck extends Handler.Wrapper {
  private static final Logger LOG = System.getLogger("dev.errand.daemon");

  private final String user;

  PeerCheck(String user, Handler next) {
    super(next);
    this.user = user;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String peer = peer(request.getConnectionMetaData().getConnection().getEndPoint());
    if (peer.equals(user)) {
      return super.handle(request, response, callback);
    }
    LOG.log(Level.WARNING, "A client of the user {0} was refused", peer);
    Router.send(
        new Exchange(request, response, java.util.Map.of()),
        Problem.of(403, "peer", "Refused", "this daemon serves the user " + user + " only"));
    callback.succeeded();
    return true;
  }

  private static String peer(EndPoint endPoint) throws IOException {
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
      return peer.user().getName();
    }
    return "unknown";
  }
}
