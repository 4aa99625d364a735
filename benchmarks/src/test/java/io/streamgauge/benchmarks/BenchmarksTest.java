package io.streamgauge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.benchmarks.Benchmarks.Part;
import io.streamgauge.benchmarks.peer.Peer;
import io.streamgauge.cluster.LoopbackOnly;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchmarksTest {

  private final CommandLine line = Benchmarks.commandLine();
  private final Benchmarks command = line.getCommand();

  @Test
  void everythingIsMeasuredUnlessToldOtherwise() {
    line.parseArgs();

    assertThat(command.metrics).containsExactly(1_000, 10_000, 100_000);
    assertThat(command.peers).containsExactlyInAnyOrder(Peer.values());
    assertThat(command.parts)
        .containsExactly(Part.reporter, Part.job, Part.lag, Part.instrumentation, Part.polling);
    assertThat(command.repeat).isEqualTo(3);
  }

  @Test
  void listsAreSeparatedByCommas() {
    line.parseArgs("--metrics", "1000,2000", "--peers", "STOCK,BARE_LOOP", "--repeat", "5");

    assertThat(command.metrics).containsExactly(1_000, 2_000);
    assertThat(command.peers).containsExactly(Peer.STOCK, Peer.BARE_LOOP);
    assertThat(command.repeat).isEqualTo(5);
  }

  @Test
  void anUnknownOptionIsRefused() {
    StringWriter errors = new StringWriter();
    line.setErr(new PrintWriter(errors));

    int status = line.execute("--metric", "1000");

    assertThat(status).isEqualTo(2);
    assertThat(errors.toString()).contains("Unknown option", "'--metric'");
  }

  @Test
  void theCommandRunsAsItIsWhereThereIsNoNetworkOfItsOwn() {
    LoopbackOnly network = LoopbackOnly.find();

    var command = network.around(java.util.List.of("java", "Main"));

    assertThat(command).endsWith("java", "Main");
    assertThat(command.size() > 2).isEqualTo(network.isThere());
  }
}
