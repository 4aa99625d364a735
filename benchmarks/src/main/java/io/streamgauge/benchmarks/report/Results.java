package io.streamgauge.benchmarks.report;

import io.streamgauge.benchmarks.peer.Peer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The measures of all cells, by round. In a round each peer has its turn with each number of
 * metrics; what is compared is of one round, so that what slows the machine down for a while slows
 * down all.
 */
public final class Results {

  private final List<Map<Cell, Measures>> rounds = new ArrayList<>();

  private record Cell(Peer peer, int metrics) {}

  /** Measures of one round, of one number of metrics. */
  static final class Turn {

    private final Map<Cell, Measures> round;
    private final int metrics;

    private Turn(Map<Cell, Measures> round, int metrics) {
      this.round = round;
      this.metrics = metrics;
    }

    double median(Peer peer, String measure) {
      Measures measures = round.get(new Cell(peer, metrics));
      return measures == null ? Double.NaN : measures.median(measure);
    }
  }

  public void startRound() {
    rounds.add(new HashMap<>());
  }

  public void add(Peer peer, int metrics, Measures measures) {
    rounds.get(rounds.size() - 1).put(new Cell(peer, metrics), measures);
  }

  /** How something comes out over all rounds; rounds in which it is unknown do not count. */
  Spread spread(int metrics, ToDoubleFunction<Turn> number) {
    List<Double> numbers = new ArrayList<>();
    for (Map<Cell, Measures> round : rounds) {
      double value = number.applyAsDouble(new Turn(round, metrics));
      if (!Double.isNaN(value)) {
        numbers.add(value);
      }
    }
    return Spread.of(numbers);
  }
}
