package io.streamgauge.reporter.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.limits.WaitLimit;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends what it is told, byte for byte. */
final class RawClient implements AutoCloseable {

  private final Socket socket = new Socket();
  private final InputStream in;

  private RawClient(int port, int receiveBufferBytes, InetAddress from) throws IOException {
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout((int) WaitLimit.LIMIT.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
  }

  static RawClient connect(int port) throws IOException {
    return new RawClient(port, 0, InetAddress.getLoopbackAddress());
  }

  /** A client with an address of its own, for example {@code 127.0.0.2}. */
  static RawClient connectFrom(String address, int port) throws IOException {
    return new RawClient(port, 0, InetAddress.getByName(address));
  }

  /** A client that takes in little before it is asked to read. */
  static RawClient connectNarrow(int port) throws IOException {
    return new RawClient(port, 4096, InetAddress.getLoopbackAddress());
  }

  RawClient send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    return this;
  }

  RawClient get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  int readByte() throws IOException {
    return in.read();
  }

  /** All that comes until the server ends its side. */
  String readToEnd() throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  /**
   * The next response.
   *
   * @throws EOFException if it is cut short
   */
  Response readResponse() throws IOException {
    Response response = readHead();
    if (response.headers.containsKey("content-length")) {
      response.body = readExactly(Integer.parseInt(response.header("content-length")));
    } else if (response.header("transfer-encoding").equals("chunked")) {
      response.body = readChunks();
    } else {
      response.body = readToEnd();
    }
    return response;
  }

  /** The next response to a HEAD. */
  Response readHead() throws IOException {
    Response response = new Response(Integer.parseInt(readLine().split(" ", -1)[1]));
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      String[] field = line.split(":", 2);
      response.headers.put(field[0].toLowerCase(Locale.ROOT), field[1].trim());
    }
    return response;
  }

  /** Goes away without a goodbye. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads at most {@code length} bytes; returns how many, or -1 at the end. */
  int readSome(int length) throws IOException {
    return in.read(new byte[length]);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The next chunk; empty for the last one. */
  String readChunk() throws IOException {
    String chunk = readExactly(Integer.parseInt(readLine(), 16));
    readLine();
    return chunk;
  }

  private String readChunks() throws IOException {
    StringBuilder body = new StringBuilder();
    for (String chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
      body.append(chunk);
    }
    return body.toString();
  }

  private String readExactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("ended within a body");
    }
    return new String(bytes, UTF_8);
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("ended within a line: " + line.toString(UTF_8));
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(UTF_8);
  }

  /** What a server answered. */
  static final class Response {

    final int status;
    final Map<String, String> headers = new TreeMap<>();
    String body = "";

    Response(int status) {
      this.status = status;
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }
}
