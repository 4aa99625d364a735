package io.streamgauge.kafka.listener;

import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.reporter.probe.ProbeError;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Recognizes listeners by a connection of its own and an ApiVersions request.
 *
 * <p>Kafka's client takes the first four bytes of an answer as its length and allocates it: 336 MB
 * for a TLS alert, 1.2 GB for an HTTP response.
 */
public final class ListenerCheck {

  /** How the client is configured to speak to the listener. */
  public enum Transport {
    PLAINTEXT,
    TLS,
    /**
     * TLS where the client may have a key, which a check does not have: only the connection is
     * tried.
     */
    MUTUAL_TLS
  }

  private final Transport transport;
  private final Duration limit;
  private final Deadline deadline;

  /**
   * Creates a check.
   *
   * @param limit of each wait: for the connection, and for the answer
   * @param deadline of all waits together; a DNS lookup has no limit
   */
  public ListenerCheck(Transport transport, Duration limit, Deadline deadline) {
    this.transport = transport;
    this.limit = limit;
    this.deadline = deadline;
  }

  /**
   * Returns the kind of listener at an address. If the host has several IP addresses, the first one
   * where something answers counts, as it does for Kafka's client.
   *
   * @throws InterruptedException if the thread was interrupted; the wait ends at once
   */
  public Listener check(String host, int port) throws InterruptedException {
    try {
      return check(host, InetAddress.getAllByName(host), port);
    } catch (UnknownHostException e) {
      return Listener.UNRESOLVED;
    }
  }

  Listener check(String host, InetAddress[] addresses, int port) throws InterruptedException {
    Listener found = Listener.REFUSED;
    for (InetAddress each : addresses) {
      if (deadline.isOver()) {
        return found == Listener.REFUSED ? Listener.UNCHECKED : found;
      }
      Listener next = check(host, new InetSocketAddress(each, port));
      if (next.fault().filter(ProbeError.UNREACHABLE::equals).isEmpty()) {
        return next;
      }
      found = found == Listener.REFUSED ? next : found;
    }
    return found;
  }

  private Listener check(String host, InetSocketAddress address) throws InterruptedException {
    try {
      switch (transport) {
        case PLAINTEXT:
          return answer(address);
        case TLS:
          return answerInsideTls(host, address);
        default:
          connect(address).close();
          return Listener.UNVERIFIED;
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while checking the listener at " + host);
      }
      return Listener.REFUSED;
    }
  }

  /** A channel's socket: unlike others it ends its waits when the thread is interrupted. */
  private Socket connect(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      Socket socket = channel.socket();
      socket.connect(address, limitMillis());
      socket.setSoTimeout(limitMillis());
      return socket;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private int limitMillis() {
    long millis = Math.min(limit.toMillis(), deadline.left().toMillis());
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis));
  }

  private Listener answer(InetSocketAddress address) throws IOException {
    try (Socket socket = connect(address)) {
      return answer(socket);
    }
  }

  private Listener answer(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(Listener.request());
      socket.getOutputStream().flush();
      return Listener.of(firstBytes(socket));
    } catch (SocketTimeoutException e) {
      return Listener.SILENT;
    } catch (IOException e) {
      return afterFailure(e, Listener.CLOSED);
    }
  }

  /** Keeps the bytes that came, as a TLS alert, before the connection was reset or fell silent. */
  private byte[] firstBytes(Socket socket) throws IOException {
    InputStream stream = socket.getInputStream();
    byte[] bytes = new byte[Listener.DECISIVE_BYTES];
    int count = 0;
    try {
      int read;
      do {
        socket.setSoTimeout(limitMillis());
        read = Math.max(0, stream.read(bytes, count, bytes.length - count));
        count += read;
      } while (read > 0);
    } catch (IOException e) {
      if (count == 0 || Thread.currentThread().isInterrupted()) {
        throw e;
      }
    }
    return Arrays.copyOf(bytes, count);
  }

  /** An interrupt closes the channel too, which is no answer of the listener. */
  private static Listener afterFailure(IOException failure, Listener otherwise) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw failure;
    }
    return otherwise;
  }

  private Listener answerInsideTls(String host, InetSocketAddress address) throws IOException {
    try (Socket plain = connect(address);
        SSLSocket socket = tls(plain, host, address.getPort())) {
      try {
        socket.startHandshake();
      } catch (SocketTimeoutException e) {
        return Listener.SILENT;
      } catch (IOException e) {
        return afterFailure(e, answerWithoutTls(address));
      }
      Listener inside = answer(socket);
      return inside == Listener.SILENT || inside == Listener.CLOSED ? Listener.UNVERIFIED : inside;
    } catch (GeneralSecurityException e) {
      return Listener.UNVERIFIED;
    }
  }

  private Listener answerWithoutTls(InetSocketAddress address) throws IOException {
    Listener found = answer(address);
    switch (found) {
      case KAFKA:
        return Listener.PLAINTEXT;
      case TLS:
      case CLOSED:
      case SILENT:
        return Listener.UNVERIFIED;
      default:
        return found;
    }
  }

  private static SSLSocket tls(Socket plain, String host, int port)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustEveryone()}, null);
    return (SSLSocket)
        context.getSocketFactory().createSocket(plain, host, port, /* autoClose= */ true);
  }

  /**
   * The check sends no secret and uses the answer only to recognize the protocol. Kafka's client
   * verifies the certificate with the user's trust store.
   */
  private static final class TrustEveryone implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
