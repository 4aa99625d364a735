package io.streamgauge.reporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

  private final OutOfMemoryError error = new OutOfMemoryError("made to fail");
  private final List<Throwable> handledByDefault = new CopyOnWriteArrayList<>();
  private final Thread.UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();

  DaemonThreadsTest() {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> handledByDefault.add(failure));
  }

  @AfterEach
  void restoreDefaultHandler() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @Test
  void thread_isADaemonWithTheGivenContextClassLoader() {
    ClassLoader loader = new URLClassLoader(new URL[0]);

    Thread thread = DaemonThreads.named("testing", loader).newThread(() -> {});

    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getContextClassLoader()).isSameAs(loader);
  }

  @Test
  void names_areTheSameOrNumbered() {
    ThreadFactory named = DaemonThreads.named("one", null);
    ThreadFactory numbered = DaemonThreads.numbered("many", null);

    assertThat(List.of(named.newThread(() -> {}), named.newThread(() -> {})))
        .extracting(Thread::getName)
        .containsExactly("one", "one");
    assertThat(List.of(numbered.newThread(() -> {}), numbered.newThread(() -> {})))
        .extracting(Thread::getName)
        .containsExactly("many-1", "many-2");
  }

  @Test
  void threadLocalsOfTheCreator_areNotInherited() throws Exception {
    InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    local.set("of a job");
    List<String> seen = new CopyOnWriteArrayList<>();
    try {
      run(DaemonThreads.named("testing", null), () -> seen.add(String.valueOf(local.get())));
    } finally {
      local.remove();
    }

    assertThat(seen).containsExactly("null");
  }

  @Test
  void taskThrowsAnError_defaultHandlerIsNotCalled() throws Exception {
    run(
        DaemonThreads.named("testing", null),
        () -> {
          throw error;
        });

    assertThat(handledByDefault).isEmpty();
  }

  @Test
  void taskThrowsAnError_ownHandlerGetsIt() throws Exception {
    List<Throwable> handled = new CopyOnWriteArrayList<>();

    run(
        DaemonThreads.numbered("testing", null)
            .handlingErrors((thread, failure) -> handled.add(failure)),
        () -> {
          throw error;
        });

    assertThat(handled).containsExactly(error);
    assertThat(handledByDefault).isEmpty();
  }

  private static void run(ThreadFactory threads, Runnable task) throws InterruptedException {
    Thread thread = threads.newThread(task);
    thread.start();
    thread.join();
  }
}
