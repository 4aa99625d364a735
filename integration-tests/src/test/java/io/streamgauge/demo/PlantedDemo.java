package io.streamgauge.demo;

import io.streamgauge.udf.internal.meter.Names;

/** Stands for the demo, which nothing may import; calls the internals of the library. */
public final class PlantedDemo {

  public String importsInternals() {
    return Names.bounded("planted");
  }
}
