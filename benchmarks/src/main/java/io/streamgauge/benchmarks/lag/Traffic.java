package io.streamgauge.benchmarks.lag;

import java.util.ArrayList;
import java.util.List;

/** How records came into a partition over two days. */
enum Traffic {
  STEADY("steady") {
    @Override
    double rate(double hoursAgo) {
      return 1;
    }
  },
  /** At present midway between the least and the most. */
  DIURNAL("diurnal, ±90 %") {
    @Override
    double rate(double hoursAgo) {
      return 1 - 0.9 * Math.sin(2 * Math.PI * hoursAgo / 24);
    }
  },
  /** Two minutes of each hour; half a minute of the next batch is still to come. */
  HOURLY_BATCHES("hourly batches") {
    @Override
    double rate(double hoursAgo) {
      double minutes = (hoursAgo * 60 + 0.5) % 60;
      return minutes < 2 ? 30 : 0;
    }
  },
  STOPPED("producer stopped 2 h ago") {
    @Override
    double rate(double hoursAgo) {
      return hoursAgo > 2 ? 1 : 0;
    }
  };

  private static final int MILLIS_PER_HOUR = 3_600_000;
  private static final int STEP_MILLIS = 100;
  private static final int HOURS = 48;

  private final String label;

  Traffic(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Records a second. */
  abstract double rate(double hoursAgo);

  /** The timestamps of all records up to now, in milliseconds since the epoch. */
  List<Long> timestamps(long now) {
    List<Long> timestamps = new ArrayList<>();
    double due = 0;
    for (long ago = (long) HOURS * MILLIS_PER_HOUR; ago > 0; ago -= STEP_MILLIS) {
      due += rate((double) ago / MILLIS_PER_HOUR) * STEP_MILLIS / 1_000;
      for (; due >= 1; due--) {
        timestamps.add(now - ago);
      }
    }
    return timestamps;
  }
}
