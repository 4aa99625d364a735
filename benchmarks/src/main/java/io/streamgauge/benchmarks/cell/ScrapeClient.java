package io.streamgauge.benchmarks.cell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Asks for metrics with Prometheus' headers, on a new connection each time, and reads the answer to
 * its end. For one thread.
 */
public final class ScrapeClient {

  private static final int BUFFER = 64 << 10;

  private final int port;
  private final byte[] request;
  private final byte[] buffer = new byte[BUFFER];

  private ScrapeClient(int port, String path, String encoding) {
    this.port = port;
    this.request =
        ("GET "
                + path
                + " HTTP/1.1\r\n"
                + ("Host: 127.0.0.1:" + port + "\r\n")
                + "User-Agent: Prometheus/2.42.0\r\n"
                + "Accept: application/openmetrics-text;version=1.0.0,"
                + "application/openmetrics-text;version=0.0.1;q=0.75,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1\r\n"
                + encoding
                + "X-Prometheus-Scrape-Timeout-Seconds: 10\r\n"
                + "Connection: close\r\n\r\n")
            .getBytes(ISO_8859_1);
  }

  /** A client that takes a compressed answer, as Prometheus does. */
  public static ScrapeClient gzip(int port, String path) {
    return new ScrapeClient(port, path, "Accept-Encoding: gzip\r\n");
  }

  static ScrapeClient plain(int port) {
    return new ScrapeClient(port, "/metrics", "");
  }

  /**
   * Scrapes once.
   *
   * @return the bytes of the answer with its head
   * @throws IOException if the answer is not 200
   */
  public long scrape() throws IOException {
    return scrape(OutputStream.nullOutputStream());
  }

  private long scrape(OutputStream copy) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request);
      InputStream answer = socket.getInputStream();
      long total = 0;
      for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
        if (total == 0 && !new String(buffer, 0, 12, ISO_8859_1).equals("HTTP/1.1 200")) {
          throw new IOException("refused: " + new String(buffer, 0, read, ISO_8859_1));
        }
        copy.write(buffer, 0, read);
        total += read;
      }
      return total;
    }
  }

  /** Scrapes once, and counts the lines that are samples. */
  int samples() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    scrape(copy);
    return (int)
        HttpAnswer.of(copy.toByteArray())
            .text()
            .lines()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .count();
  }
}
