package io.streamgauge.udf.docs;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cache of somebody's. */
final class Customers {

  private static final Map<String, String> BY_ID = new HashMap<>();

  private Customers() {}

  static void load() {
    BY_ID.put("1", "Ada");
  }

  static int size() {
    return BY_ID.size();
  }

  static @Nullable String find(String id) {
    return BY_ID.get(id);
  }
}
