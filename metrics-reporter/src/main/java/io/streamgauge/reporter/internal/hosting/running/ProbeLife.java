package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.internal.hosting.loading.ProbeClasses;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A probe from its start to its stop, with its thread and its context. */
final class ProbeLife {

  /* Concurrency: start, poll and stop run on the probe's thread, and only they use `probe`. Their
   * outcomes are handled on the host's thread. */

  private final HostedProbe hosted;
  private final HostEnvironment environment;
  private final ProbeThread thread;
  private final HostedContext context;
  private @Nullable Probe probe;

  /** A step of a probe's life. */
  private interface Step {

    void run() throws Exception;
  }

  /** Creates a life that has not begun. */
  ProbeLife(HostedProbe hosted, HostEnvironment environment, Set<Role> roles) {
    this.hosted = hosted;
    this.environment = environment;
    this.thread =
        new ProbeThread("streamgauge-probe-" + hosted.name(), ProbeLife.class.getClassLoader());
    this.context = new HostedContext(hosted, environment, roles, thread);
  }

  /** Starts the thread and, on it, the probe. */
  ProbeThread.Task start(Consumer<Outcome> whenDone) {
    return thread.start(body(this::startProbe, whenDone), notMade(whenDone));
  }

  private void startProbe() throws Exception {
    ClassLoader loader;
    try {
      loader = hosted.classes.loader();
    } catch (IOException e) {
      throw new ProbeException(ProbeError.LOAD, "Its jars cannot be opened", e);
    }
    thread.setContextLoader(loader);
    probe = ProbeClasses.factory(hosted.declaration.factory(), loader).start(context);
  }

  ProbeThread.Task poll(Consumer<Outcome> whenDone) {
    return call(this::pollProbe, whenDone);
  }

  private void pollProbe() throws Exception {
    if (probe != null) {
      probe.poll();
    }
  }

  /** Stops the probe; then its thread ends, even if the host ignores the outcome. */
  ProbeThread.Task stop(Consumer<Outcome> whenDone) {
    ProbeThread.Task stop = call(this::stopProbe, whenDone);
    end();
    return stop;
  }

  private void stopProbe() throws Exception {
    Probe started = probe;
    probe = null;
    if (started != null) {
      started.stop();
    }
  }

  private ProbeThread.Task call(Step step, Consumer<Outcome> whenDone) {
    return thread.add(body(step, whenDone), notMade(whenDone));
  }

  private Runnable body(Step step, Consumer<Outcome> whenDone) {
    return () -> {
      Outcome outcome = run(step);
      environment.timer.execute(() -> whenDone.accept(outcome));
    };
  }

  private Runnable notMade(Consumer<Outcome> whenDone) {
    return () -> environment.timer.execute(() -> whenDone.accept(Outcome.notMade()));
  }

  private Outcome run(Step step) {
    context.beginCall();
    long begin = environment.ticker.getAsLong();
    Throwable failure = null;
    try {
      step.run();
    } catch (Throwable e) {
      failure = e;
    }
    return context.outcome(failure, Duration.ofNanos(environment.ticker.getAsLong() - begin));
  }

  /** Closes the context of the probe. Its published batches stay until they expire. */
  void close() {
    context.close();
  }

  /** Lets the thread end after its tasks; a probe that was not stopped is stopped. */
  void end() {
    thread.execute(() -> run(this::stopProbe));
    thread.end();
  }

  /** Abandons the thread, which may never return. */
  void abandon() {
    close();
    end();
    thread.interrupt();
  }

  boolean isThreadAlive() {
    return thread.isAlive();
  }
}
