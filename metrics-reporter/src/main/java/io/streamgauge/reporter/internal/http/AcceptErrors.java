package io.streamgauge.reporter.internal.http;

import io.streamgauge.reporter.internal.logging.LogLimit;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that connections cannot be accepted, one line a minute. The last handler of a listener. */
final class AcceptErrors extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptErrors.class);
  private static final LogLimit LOG_LIMIT = new LogLimit(System::nanoTime);
  private static final String MESSAGE = "Failed to accept a connection: {}";

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG_LIMIT
        .admit(AcceptErrors.class.getName(), MESSAGE + cause.getClass().getName())
        .ifPresent(
            suppressed -> LOG.warn(LogLimit.withCount(MESSAGE, suppressed), String.valueOf(cause)));
  }
}
