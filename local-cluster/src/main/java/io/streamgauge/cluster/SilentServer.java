package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A server that takes connections and never says a word. */
public final class SilentServer implements AutoCloseable {
  private static final int BACKLOG = 200;

  private final ServerSocket socket;

  private SilentServer(ServerSocket socket) {
    this.socket = socket;
  }

  public static SilentServer start() {
    try {
      // The operating system completes the handshake; nobody has to call accept for that.
      return new SilentServer(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
