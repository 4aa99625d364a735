package io.streamgauge.reporter.internal.hosting.running;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.probe.DaemonThreads;
import io.streamgauge.reporter.probe.LiveMetric;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A probe's own daemon thread: runs tasks one at a time, in order, and can be interrupted in the
 * task that is meant and in no other.
 */
final class ProbeThread implements LiveMetric.ReadScope {

  /* Concurrency: the lock guards which task runs and whether it may be interrupted. The flag of an
   * interrupt is cleared under the same lock when the task ends, so that it never hits the next. It
   * is held back while the task reads a metric: an interrupt would close the channels of a job. */

  private final Object lock = new Object();
  private final BlockingQueue<Task> tasks;
  private final Thread thread;

  @GuardedBy("lock")
  private boolean running;

  /** Whether the task that runs is reading a metric. */
  @GuardedBy("lock")
  private boolean reading;

  /** Whether an interrupt is held back. */
  @GuardedBy("lock")
  private boolean interrupted;

  @GuardedBy("lock")
  private boolean ending;

  /** Used on the thread itself. */
  private ClassLoader contextLoader;

  /** A piece of work, or what is done in its place if it was cancelled before it began. */
  final class Task {

    private final Runnable body;
    private final Runnable otherwise;
    private boolean cancelled;
    private boolean done;

    private Task(Runnable body, Runnable otherwise) {
      this.body = body;
      this.otherwise = otherwise;
    }

    /**
     * Cancels the task: if it has not begun it never will; if it runs it is interrupted. A task
     * that stands in its way is interrupted too.
     *
     * @return whether it had not ended yet
     */
    boolean cancel() {
      synchronized (lock) {
        if (done) {
          return false;
        }
        cancelled = true;
        interruptTask();
        return true;
      }
    }
  }

  /** Creates a thread that does not run yet. */
  ProbeThread(String name, ClassLoader contextLoader) {
    this(name, contextLoader, new LinkedBlockingQueue<>());
  }

  /** Creates a thread with a given queue, for tests. */
  ProbeThread(String name, ClassLoader contextLoader, BlockingQueue<Task> tasks) {
    this.tasks = tasks;
    this.contextLoader = contextLoader;
    this.thread = DaemonThreads.named(name, contextLoader).newThread(this::run);
  }

  /** Gives all tasks another context class loader; called on the thread itself. */
  void setContextLoader(ClassLoader loader) {
    contextLoader = loader;
    thread.setContextClassLoader(loader);
  }

  /**
   * Starts the thread with its first task. The task is added before: without memory for it there is
   * no thread either.
   *
   * @param otherwise as for {@link #add}
   */
  Task start(Runnable body, Runnable otherwise) {
    Task first = add(body, otherwise);
    thread.start();
    return first;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** Adds a task, unless the thread is to end. */
  void execute(Runnable body) {
    add(body, () -> {});
  }

  /**
   * Adds a task, unless the thread is to end.
   *
   * @param otherwise runs in place of the body, on the thread, if the task is cancelled before
   */
  Task add(Runnable body, Runnable otherwise) {
    Task task = new Task(body, otherwise);
    synchronized (lock) {
      if (!ending) {
        tasks.add(task);
      }
    }
    return task;
  }

  /** Interrupts the task that runs, whichever it is. */
  void interrupt() {
    synchronized (lock) {
      interruptTask();
    }
  }

  @GuardedBy("lock")
  private void interruptTask() {
    if (reading) {
      interrupted = true;
    } else if (running) {
      thread.interrupt();
    }
  }

  /** From now on an interrupt of the task waits for {@link #endRead}. */
  @Override
  public void beginRead() {
    synchronized (lock) {
      interrupted = Thread.interrupted();
      reading = true;
    }
  }

  @Override
  public void endRead() {
    synchronized (lock) {
      reading = false;
      // The metric may have set the flag; only an interrupt of the task may be left.
      boolean unused = Thread.interrupted();
      if (interrupted) {
        thread.interrupt();
      }
    }
  }

  /** Lets the thread end after the tasks that it has. */
  void end() {
    synchronized (lock) {
      if (!ending) {
        // First, because without memory for it the thread must not count as ending.
        tasks.add(new Task(() -> {}, () -> {}));
        ending = true;
      }
    }
  }

  private void run() {
    try {
      boolean more = true;
      while (more) {
        runGuarded(tasks.take());
        more = !isOver();
      }
    } catch (InterruptedException e) {
      // Nobody but cancel() interrupts, and only while a task runs: the thread is to end.
    }
  }

  private boolean isOver() {
    synchronized (lock) {
      return ending && tasks.isEmpty();
    }
  }

  /** The thread outlives every error; the host notices that it never heard of the task's end. */
  private void runGuarded(Task task) {
    try {
      run(task);
    } catch (Throwable e) {
      // To log may fail as the task did, for example for want of memory.
    }
  }

  private void run(Task task) {
    if (begin(task)) {
      try {
        // Again for each task, whatever the last one did to it.
        thread.setContextClassLoader(contextLoader);
        task.body.run();
      } finally {
        finish(task);
      }
    } else {
      task.otherwise.run();
    }
  }

  private boolean begin(Task task) {
    synchronized (lock) {
      task.done = task.cancelled;
      running = !task.cancelled;
      return running;
    }
  }

  private void finish(Task task) {
    synchronized (lock) {
      task.done = true;
      running = false;
      // The result does not matter: only the flag must not outlive the task.
      boolean unused = Thread.interrupted();
    }
  }
}
