package dev.errand.daemon.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Guards the loopback interface, which every user and every page in a browser can reach: the host
 * must be ours (a foreign name may have been made to point here), a page of another origin is
 * refused, and the token is asked for.
 */
final class LoopbackCheck extends Handler.Wrapper {
  private final Optional<byte[]> token;

  LoopbackCheck(Optional<String> token, Handler next) {
    super(next);
    this.token = token.map(it -> it.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<Problem> problem = problem(request);
    if (problem.isEmpty()) {
      return super.handle(request, response, callback);
    }
    if (problem.get().status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    Router.send(new Exchange(request, response, Map.of()), problem.get());
    callback.succeeded();
    return true;
  }

  private Optional<Problem> problem(Request request) {
    int port = Request.getLocalPort(request);
    Set<String> hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (host == null || !hosts.contains(host)) {
      return refused("the host must be 127.0.0.1:" + port);
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && hosts.stream().noneMatch(it -> origin.equals("http://" + it))) {
      return refused("a page of another origin may not come here");
    }
    String said = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    byte[] given =
        said != null && said.startsWith("Bearer ")
            ? said.substring("Bearer ".length()).getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    return token.isEmpty() || MessageDigest.isEqual(given, token.get())
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                401,
                "token",
                "Token missing",
                "the token in the daemon's home is wanted as Bearer"));
  }

  private static Optional<Problem> refused(String why) {
    return Optional.of(Problem.of(403, "origin", "Refused", why));
  }
}
