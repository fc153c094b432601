package dev.errand.daemon.http;

import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;

/** Finds the endpoint for a request, and answers with a problem where there is none or it fails. */
public final class Router extends Handler.Abstract {
  private static final Logger LOG = System.getLogger("dev.errand.daemon");

  private record Route(String method, List<String> path, Endpoint endpoint) {}

  private final List<Route> routes = new ArrayList<>();

  /**
   * Adds an endpoint; before the start only.
   *
   * @param path as in {@code /v1/jobs/{id}}
   */
  public Router add(String method, String path, Endpoint endpoint) {
    routes.add(new Route(method, List.of(path.split("/", -1)), endpoint));
    return this;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      answer(request, response);
      callback.succeeded();
    } catch (Throwable failed) {
      callback.failed(failed);
    }
    return true;
  }

  private void answer(Request request, Response response) throws Exception {
    Exchange exchange = new Exchange(request, response, Map.of());
    List<String> path = List.of(Request.getPathInContext(request).split("/", -1));
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> parts = parts(route.path, path);
      if (parts.isPresent()) {
        if (route.method.equals(request.getMethod())) {
          run(route.endpoint, new Exchange(request, response, parts.get()), response);
          return;
        }
        allowed.add(route.method);
      }
    }
    if (allowed.isEmpty()) {
      send(exchange, Problem.of(404, "not-found", "Not found", "there is no such path"));
    } else {
      response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", allowed));
      send(exchange, Problem.of(405, "method", "Method not allowed", "this path takes " + allowed));
    }
  }

  private static void run(Endpoint endpoint, Exchange exchange, Response response)
      throws IOException, InterruptedException {
    try {
      endpoint.answer(exchange);
    } catch (EofException | ClosedChannelException gone) {
      throw gone;
    } catch (IOException | RuntimeException | Error failed) {
      Problem problem = Problem.of(failed);
      if (problem.status() >= 500) {
        LOG.log(Level.WARNING, "An endpoint failed", failed);
      }
      if (response.isCommitted()) {
        throw failed;
      }
      send(exchange, problem);
    }
  }

  static void send(Exchange exchange, Problem problem) throws IOException {
    exchange.send(problem.status(), "application/problem+json", Json.bytes(problem));
  }

  private static Optional<Map<String, String>> parts(List<String> pattern, List<String> path) {
    if (pattern.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> parts = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String wanted = pattern.get(i);
      if (wanted.startsWith("{")) {
        parts.put(wanted.substring(1, wanted.length() - 1), URIUtil.decodePath(path.get(i)));
      } else if (!wanted.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parts);
  }
}
