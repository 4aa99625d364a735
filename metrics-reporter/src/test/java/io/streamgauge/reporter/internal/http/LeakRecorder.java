package io.streamgauge.reporter.internal.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.shaded.netty4.io.netty.util.ResourceLeakDetector;
import org.apache.flink.shaded.netty4.io.netty.util.ResourceLeakDetectorFactory;

/** Keeps what Netty's leak detector finds, every buffer being watched. */
final class LeakRecorder extends ResourceLeakDetectorFactory {

  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  private LeakRecorder() {}

  /** Must be called before the first buffer is made: detectors are made with their classes. */
  static void install() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    if (!(ResourceLeakDetectorFactory.instance() instanceof LeakRecorder)) {
      ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new LeakRecorder());
    }
  }

  static List<String> leaks() {
    return List.copyOf(LEAKS);
  }

  @Override
  @SuppressWarnings("deprecation") // abstract, so it has to be there
  public <T> ResourceLeakDetector<T> newResourceLeakDetector(
      Class<T> resource, int samplingInterval, long maxActive) {
    return newResourceLeakDetector(resource, samplingInterval);
  }

  @Override
  public <T> ResourceLeakDetector<T> newResourceLeakDetector(
      Class<T> resource, int samplingInterval) {
    return new ResourceLeakDetector<>(resource, samplingInterval) {
      @Override
      protected boolean needReport() {
        return true;
      }

      @Override
      protected void reportTracedLeak(String resourceType, String records) {
        LEAKS.add(resourceType + records);
      }

      @Override
      protected void reportUntracedLeak(String resourceType) {
        LEAKS.add(resourceType);
      }
    };
  }
}
