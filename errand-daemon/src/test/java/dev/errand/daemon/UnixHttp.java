package dev.errand.daemon;

import dev.errand.daemon.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Speaks to a daemon over its socket: a request, the whole answer. */
record UnixHttp(Path socket) {
  record Answer(int status, String type, String body) {
    JsonNode json() {
      return Json.tree(body);
    }
  }

  Answer get(String path) throws IOException {
    return send("GET", path, "application/json", "");
  }

  Answer post(String path, String json) throws IOException {
    return send("POST", path, "application/json", json);
  }

  Answer send(String method, String path, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + " "
            + path
            + " HTTP/1.0\r\nHost: errand\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      OutputStream out = Channels.newOutputStream(channel);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      InputStream in = Channels.newInputStream(channel);
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      String[] lines = answer.substring(0, end).split("\r\n", -1);
      String contentType = "";
      for (String line : lines) {
        if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-type:")) {
          contentType = line.substring("content-type:".length()).strip();
        }
      }
      return new Answer(
          Integer.parseInt(lines[0].split(" ", -1)[1]), contentType, answer.substring(end + 4));
    }
  }
}
