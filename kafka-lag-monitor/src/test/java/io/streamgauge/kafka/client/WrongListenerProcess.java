package io.streamgauge.kafka.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.testing.Connections;
import io.streamgauge.kafka.testing.ScriptedServer;
import io.streamgauge.reporter.probe.ProbeException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Connects to listeners that are no brokers, by our client and, as where a broker advertises a
 * wrong address, by Kafka's alone; exits with 1 if that takes much memory.
 */
final class WrongListenerProcess {

  private static final long MAX_HEAP = 200L << 20;
  private static final long MAX_DIRECT = 32L << 20;
  private static final String LIMIT = "1500";

  private WrongListenerProcess() {}

  public static void main(String[] args) throws Exception {
    byte[] http = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);
    try (ScriptedServer tls = ScriptedServer.tlsAlert();
        ScriptedServer web = ScriptedServer.answering(http)) {
      for (ScriptedServer each : List.of(tls, web)) {
        connect(each.address());
        connectUnchecked(each);
      }
    }
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    System.out.println("peak of the heap " + heap + ", direct memory " + direct);
    System.exit(heap < MAX_HEAP && direct < MAX_DIRECT ? 0 : 1);
  }

  private static void connect(String address) throws Exception {
    try (Broker broker = Connections.connect(Map.of("bootstrap.servers", address))) {
      broker.groups(Connections.in(Duration.ofSeconds(2)));
    } catch (ProbeException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void connectUnchecked(ScriptedServer server) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            server.address(),
            "metadata.recovery.strategy",
            "none",
            "request.timeout.ms",
            LIMIT,
            "default.api.timeout.ms",
            LIMIT);
    // The client's thread connects at once; the limit is for connections made after it is set.
    CountDownLatch limited = new CountDownLatch(1);
    server.dropNext(limited);
    try (Admin admin = Admin.create(properties)) {
      ReceiveLimit.setOnAdmin(admin);
      limited.countDown();
      admin.listGroups().all().get();
    } catch (Exception e) {
      System.out.println(e.getMessage());
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      ReceiveLimit.setOnConsumer(consumer);
      consumer.listTopics(Duration.ofMillis(Long.parseLong(LIMIT)));
    } catch (RuntimeException e) {
      System.out.println(e.getMessage());
    }
  }
}
