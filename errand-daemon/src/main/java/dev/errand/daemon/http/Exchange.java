package dev.errand.daemon.http;

import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;

/** A request and its answer. For one thread. */
public final class Exchange {
  /** How large the body of a request may be, in bytes. */
  static final int LARGEST_BODY = 4 << 20;

  private final Request request;
  private final Response response;
  private final Map<String, String> path;
  private final Fields query;

  Exchange(Request request, Response response, Map<String, String> path) {
    this.request = request;
    this.response = response;
    this.path = path;
    this.query = Request.extractQueryParameters(request);
  }

  /** A variable part of the path. */
  public String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("no such part of the path: " + name);
    }
    return value;
  }

  /** A parameter of the query. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.getValue(name)).filter(value -> !value.isEmpty());
  }

  /** A header of the request. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /**
   * The body.
   *
   * @throws IllegalArgumentException if it is larger than 4 MiB
   */
  public byte[] body() throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        throw new IllegalArgumentException("the body must have at most 4 MiB");
      }
      return body;
    }
  }

  /** The body as JSON of this type. */
  public <T> T json(Class<T> type) throws IOException {
    String content = header("Content-Type").orElse("");
    if (!content.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
      throw new IllegalArgumentException("Content-Type must be application/json");
    }
    return Json.read(body(), type);
  }

  /** Answers with a value. */
  public void ok(Object value) throws IOException {
    send(200, "application/json", Json.bytes(value));
  }

  /** Answers with something that was made. */
  public void created(Object value) throws IOException {
    send(201, "application/json", Json.bytes(value));
  }

  /** Answers with this. */
  void send(int status, String type, byte[] body) throws IOException {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      out.write(body);
    }
  }

  /** Adds a header to the answer, before it begins. */
  public void answerHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  /** Answers without a body. */
  public void empty(int status) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
  }

  /** Answers with JSON. */
  public void json(int status, byte[] body) throws IOException {
    send(status, "application/json", body);
  }

  /** Answers with a stream, which the caller closes. */
  public OutputStream stream(String type) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    return Content.Sink.asOutputStream(response);
  }
}
