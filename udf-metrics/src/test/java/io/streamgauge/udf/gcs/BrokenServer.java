package io.streamgauge.udf.gcs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens on loopback and never answers as Cloud Storage does. */
final class BrokenServer implements AutoCloseable {

  /** The start of a TLS record: an alert, fatal, unexpected message. */
  private static final byte[] TLS_ALERT = {21, 3, 3, 0, 2, 2, 10};

  private final GcsJsonTest.Listener kind;
  private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  private final List<Socket> silent = new CopyOnWriteArrayList<>();

  BrokenServer(GcsJsonTest.Listener kind) throws IOException {
    this.kind = kind;
    if (kind == GcsJsonTest.Listener.NONE) {
      server.close();
    } else {
      new Thread(this::accept, "broken-server").start();
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        answer(server.accept());
      } catch (SocketException e) {
        // The client or the test is gone.
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    switch (kind) {
      case TLS_ALERT -> {
        socket.getOutputStream().write(TLS_ALERT);
        socket.close();
      }
      case RESET -> {
        socket.setSoLinger(true, 0);
        socket.close();
      }
      default -> silent.add(socket);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : silent) {
      socket.close();
    }
  }
}
