package io.streamgauge.reporter.internal.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyPagesTest {

  private final List<Throwable> failures = new ArrayList<>();

  @Test
  void copyCannotBeMade_onlyClientsThatAreDueFail() {
    OutOfMemoryError failure = new OutOfMemoryError("made to fail");
    try (EarlyPages pages =
        new EarlyPages(
            new Clients(),
            missing -> {
              throw failure;
            })) {
      pages.take(1);
    }

    assertThat(failures).containsExactly(failure);
  }

  private final class Clients implements FrameSource.ImpatientClients {

    @Override
    public boolean areDue(long nanoTime) {
      return true;
    }

    @Override
    public void answer(Frame frame) {
      throw new AssertionError("there is no frame");
    }

    @Override
    public void refuse() {
      throw new AssertionError("nothing is to be read any more");
    }

    @Override
    public void fail(Throwable cause) {
      failures.add(cause);
    }
  }
}
