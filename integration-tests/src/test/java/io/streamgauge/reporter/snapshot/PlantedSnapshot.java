package io.streamgauge.reporter.snapshot;

import io.streamgauge.cluster.ProjectRoot;
import io.streamgauge.demo.PlantedDemo;
import io.streamgauge.reporter.probe.PlantedProbe;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.shaded.netty4.io.netty.buffer.ByteBuf;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.mockito.PlantedMock;

/** Breaks the rules of the architecture, so that a test can see that they are able to fail. */
public final class PlantedSnapshot {

  public Path importsAnotherModule() {
    return ProjectRoot.path();
  }

  public PlantedDemo importsTheDemo() {
    return new PlantedDemo();
  }

  public PlantedProbe importsWhatImportsIt() {
    return new PlantedProbe(this);
  }

  public long importsFlink(Counter counter) {
    return counter.getCount();
  }

  public int importsNetty(ByteBuf buffer) {
    return buffer.readableBytes();
  }

  public PlantedMock importsAMockFramework() {
    return new PlantedMock();
  }

  public void prints() {
    System.out.println("printed");
  }

  public void sleeps() throws InterruptedException {
    Thread.sleep(1);
  }

  public ConditionFactory waitsAsLongAsItLikes() {
    return Awaitility.await().atMost(Duration.ofSeconds(1));
  }

  @Test
  void isATestThatNobodyRuns() {}
}
