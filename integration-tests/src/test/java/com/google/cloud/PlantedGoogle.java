package com.google.cloud;

/** Stands for Google's libraries, which one package alone may import. */
public final class PlantedGoogle {}
