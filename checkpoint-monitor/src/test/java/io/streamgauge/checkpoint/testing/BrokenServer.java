package io.streamgauge.checkpoint.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A port where no server answers as it should. */
public final class BrokenServer implements AutoCloseable {

  private static final byte[] TLS_ALERT = {21, 3, 3, 0, 2, 2, 40};

  private final ServerSocket server;
  private final List<Socket> connections = new ArrayList<>();

  /** How a port is broken. */
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

  public BrokenServer(Fault fault) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      if (fault == Fault.CLOSED) {
        server.close();
      } else {
        Thread thread = new Thread(() -> serve(fault));
        thread.setDaemon(true);
        thread.start();
      }
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
        Socket connection = server.accept();
        answer(connection, fault);
      } catch (IOException closedOrGone) {
        // The next one.
      }
    }
  }

  private void answer(Socket connection, Fault fault) throws IOException {
    if (fault == Fault.SILENT) {
      connections.add(connection);
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
  public void close() throws IOException {
    server.close();
  }
}
