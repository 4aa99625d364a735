package org.mockito;

/** Stands for a mock framework, which nothing may import. */
public final class PlantedMock {}
