package io.streamgauge.demo;

/** Stands for the demo, which nothing may import. */
public final class PlantedDemo {}
