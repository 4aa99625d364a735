package io.streamgauge.dashboards.generator;

/** Places panels from left to right and from top to bottom on Grafana's grid of 24 columns. */
final class Grid {

  static final int COLUMNS = 24;

  private int left;
  private int top;
  private int lowest;

  /** Where a panel stands. */
  record Place(int x, int y, int width, int height) {}

  /** A full line of its own. */
  Place line() {
    return place(COLUMNS, 1);
  }

  /**
   * The next free place.
   *
   * @param size width and height, for example {@code 12x8}
   */
  Place next(String size) {
    int times = size.indexOf('x');
    return place(
        Integer.parseInt(size.substring(0, times)), Integer.parseInt(size.substring(times + 1)));
  }

  private Place place(int width, int height) {
    if (left + width > COLUMNS) {
      left = 0;
      top = lowest;
    }
    Place place = new Place(left, top, width, height);
    left += width;
    lowest = Math.max(lowest, top + height);
    return place;
  }
}
