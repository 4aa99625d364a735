package io.streamgauge.reporter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.shaded.netty4.io.netty.channel.Channel;
import org.junit.jupiter.api.Test;

/**
 * These tests run twice: on the Netty they are compiled against and on that of the newest Flink.
 */
class NettyVersionTest {

  private static final String COMPILED_AGAINST = "4.1.91.Final-17.0";

  @Test
  void theNettyIsTheOneThatThisRunIsAbout() {
    String expected = System.getProperty("streamgauge.netty", COMPILED_AGAINST);

    String jar = Channel.class.getProtectionDomain().getCodeSource().getLocation().getPath();

    assertThat(jar).endsWith("flink-shaded-netty-" + expected + ".jar");
  }
}
