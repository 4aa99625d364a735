package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port on loopback at which no HTTP server answers. */
public final class BrokenServer implements AutoCloseable {

  /** A fatal alert: unexpected message. */
  private static final byte[] TLS_ALERT = {21, 3, 3, 0, 2, 2, 10};

  private final ServerSocket server;
  private final List<Socket> silent = new CopyOnWriteArrayList<>();

  /** How the port is broken. */
  public enum Fault {
    /** Nothing listens. */
    CLOSED,
    /** Accepts, and answers nothing. */
    SILENT,
    /** Answers with a TLS alert, as a server does that expects TLS. */
    TLS,
    /** Resets each connection. */
    RESET
  }

  private BrokenServer(ServerSocket server) {
    this.server = server;
  }

  public static BrokenServer start(Fault fault) {
    try {
      BrokenServer broken =
          new BrokenServer(
              new ServerSocket(FreePorts.next(), 500, InetAddress.getLoopbackAddress()));
      if (fault == Fault.CLOSED) {
        broken.close();
      } else {
        Thread thread = new Thread(() -> broken.serve(fault), "broken-server");
        thread.setDaemon(true);
        thread.start();
      }
      return broken;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void serve(Fault fault) {
    while (!server.isClosed()) {
      try {
        answer(server.accept(), fault);
      } catch (IOException e) {
        // The client has gone, or the server is closed.
      }
    }
  }

  private void answer(Socket connection, Fault fault) throws IOException {
    if (fault == Fault.SILENT) {
      silent.add(connection);
      return;
    }
    if (fault == Fault.TLS) {
      connection.getOutputStream().write(TLS_ALERT);
    } else {
      connection.setSoLinger(true, 0);
    }
    connection.close();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket each : silent) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
