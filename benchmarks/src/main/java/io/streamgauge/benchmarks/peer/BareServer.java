package io.streamgauge.benchmarks.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The least of an HTTP server: a thread and an answer for each connection, which ends with it.
 *
 * <p>{@code /metrics?level=6} asks for another level of zlib than the fastest.
 */
final class BareServer implements AutoCloseable {

  /** Writes the body of an answer. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private final ServerSocket listener;
  private final Content content;

  BareServer(int port, Content content) throws IOException {
    this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.content = content;
    daemon("bare-accept", this::accept);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        daemon("bare-answer", () -> answer(client));
      }
    } catch (SocketException closed) {
      // close() was called.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(Socket client) {
    try (client) {
      BufferedReader request =
          new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
      String first = request.readLine();
      boolean gzip = false;
      for (String line = first; line != null && !line.isEmpty(); line = request.readLine()) {
        gzip |= line.startsWith("Accept-Encoding") && line.contains("gzip");
      }
      int level = first != null && first.contains("level=6") ? 6 : Deflater.BEST_SPEED;
      send(client.getOutputStream(), gzip, level);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(OutputStream out, boolean gzip, int level) throws IOException {
    String encoding = gzip ? "Content-Encoding: gzip\r\n" : "";
    String head = "HTTP/1.1 200 OK\r\n" + encoding + "Connection: close\r\n\r\n";
    out.write(head.getBytes(ISO_8859_1));
    if (!gzip) {
      content.writeTo(out);
      return;
    }
    try (Compressing compressing = new Compressing(out, level)) {
      content.writeTo(compressing);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Compressing extends GZIPOutputStream {
    Compressing(OutputStream out, int level) throws IOException {
      super(out, 64 << 10);
      def.setLevel(level);
    }
  }
}
