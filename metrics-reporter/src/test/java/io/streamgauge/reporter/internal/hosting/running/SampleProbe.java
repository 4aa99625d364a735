package io.streamgauge.reporter.internal.hosting.running;

import static java.util.Objects.requireNonNull;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeFactory;
import io.streamgauge.reporter.probe.Role;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A probe that does what a test tells it, and tells the test what was done with it. */
final class SampleProbe implements Probe {

  private static final Map<String, Script> SCRIPTS = new ConcurrentHashMap<>();

  private final ProbeContext context;
  private final Script script;

  private SampleProbe(ProbeContext context, Script script) {
    this.context = context;
    this.script = script;
  }

  /** What the probe does in one of its calls; changed by the test for the next call. */
  interface Act {

    void run(ProbeContext context) throws Exception;
  }

  /** The test's end of the probe; found by the key {@code script} of its configuration. */
  static final class Script implements AutoCloseable {

    private final String id;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private volatile Act onStart = context -> {};
    private volatile Act onPoll = context -> {};
    private volatile Act onStop = context -> {};
    private volatile @Nullable ProbeContext context;

    Script(String id) {
      this.id = id;
      SCRIPTS.put(id, this);
    }

    Script onStart(Act act) {
      onStart = act;
      return this;
    }

    Script onPoll(Act act) {
      onPoll = act;
      return this;
    }

    Script onStop(Act act) {
      onStop = act;
      return this;
    }

    String id() {
      return id;
    }

    void tell(String event) {
      events.add(event);
    }

    /** The next thing that happened. */
    String next() {
      try {
        String event = events.poll(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
        return event == null ? "nothing within 30 s" : event;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** Whether nothing happened that the test has not seen yet. */
    boolean isQuiet() {
      return events.isEmpty();
    }

    /** The context of the latest start. */
    ProbeContext context() {
      return requireNonNull(context);
    }

    @Override
    public void close() {
      SCRIPTS.remove(id);
    }
  }

  /** Makes sample probes. */
  public static final class Factory implements ProbeFactory {

    @Override
    public Probe start(ProbeContext context) throws Exception {
      Script script = requireNonNull(SCRIPTS.get(context.configuration().get("script")));
      script.context = context;
      Act act = script.onStart;
      script.tell(
          "start " + context.roles().stream().map(Role::word).collect(Collectors.joining(" and ")));
      act.run(context);
      return new SampleProbe(context, script);
    }
  }

  @Override
  public void poll() throws Exception {
    Act act = script.onPoll;
    script.tell("poll");
    act.run(context);
  }

  @Override
  public void stop() throws Exception {
    Act act = script.onStop;
    script.tell("stop");
    act.run(context);
  }
}
