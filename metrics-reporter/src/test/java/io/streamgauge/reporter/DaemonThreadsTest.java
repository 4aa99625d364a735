package io.streamgauge.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

  @Test
  void taskThrowsAnError_defaultHandlerIsNotCalled() throws Exception {
    List<Throwable> handled = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> handled.add(failure));
    try {
      Thread thread =
          new DaemonThreads("testing")
              .newThread(
                  () -> {
                    throw new OutOfMemoryError("made to fail");
                  });
      thread.start();
      thread.join();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }

    assertThat(handled).isEmpty();
  }
}
