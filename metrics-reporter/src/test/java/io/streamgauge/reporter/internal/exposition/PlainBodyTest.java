package io.streamgauge.reporter.internal.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlainBodyTest {

  @Test
  void bodiesOfOneFrame_measureItOnce() {
    Frame frame = Frames.begun();
    Body one = new PlainBody(frame.retain(), Set.of());
    Body other = new PlainBody(frame.retain(), Set.of());
    Map<Object, Long> bytes = new HashMap<>();

    one.measure(bytes);
    other.measure(bytes);
    assertThat(bytes.values()).containsExactly(frame.byteSize());

    one.close();
    bytes.clear();
    one.measure(bytes);
    assertThat(bytes).isEmpty();
  }

  @Test
  void countersAndGaugesAreALineEach() throws IOException {
    Frame frame = Frames.begun();
    frame.addFamily(
        FamilyHeader.of("flink_records", Kind.COUNTER, "Records, of \"all\"\nkinds \\."));
    frame.setInteger(Frames.series(frame, "host", "a"), 12);
    frame.setInteger(Frames.series(frame, "host", "b"), Long.MIN_VALUE);
    Frames.family(frame, "flink_load", Kind.GAUGE);
    frame.setReal(Frames.series(frame), 0.25);
    frame.setReal(Frames.series(frame, "job_name", "a \"b\"\\\n", "host", ""), Double.NaN);

    String text = Bodies.plainText(frame);

    assertThat(text)
        .isEqualTo(
            """
            # HELP flink_records Records, of "all"\\nkinds \\\\.
            # TYPE flink_records counter
            flink_records{host="a"} 12
            flink_records{host="b"} -9223372036854775808
            # TYPE flink_load gauge
            flink_load 0.25
            flink_load{job_name="a \\"b\\"\\\\\\n"} NaN
            """);
  }

  @Test
  void aSummaryHasQuantilesAndACountButNoSum() throws IOException {
    Frame frame = Frames.begun();
    Frames.family(frame, "flink_latency", Kind.SUMMARY);
    frame.setSummary(
        Frames.series(frame, "host", "a"), new double[] {1, 2.5, 3, 4, Double.NaN, 1e9}, 77);
    frame.setSummary(Frames.series(frame), new double[] {1, 1, 1, 1, 1, 1}, 1);

    String text = Bodies.plainText(frame);

    assertThat(text)
        .isEqualTo(
            """
            # TYPE flink_latency summary
            flink_latency{host="a",quantile="0.5"} 1
            flink_latency{host="a",quantile="0.75"} 2.5
            flink_latency{host="a",quantile="0.95"} 3
            flink_latency{host="a",quantile="0.98"} 4
            flink_latency{host="a",quantile="0.99"} NaN
            flink_latency{host="a",quantile="0.999"} 1000000000
            flink_latency_count{host="a"} 77
            flink_latency{quantile="0.5"} 1
            flink_latency{quantile="0.75"} 1
            flink_latency{quantile="0.95"} 1
            flink_latency{quantile="0.98"} 1
            flink_latency{quantile="0.99"} 1
            flink_latency{quantile="0.999"} 1
            flink_latency_count 1
            """);
  }

  @Test
  void aHistogramHasCumulativeBucketsWithCanonicalBounds() throws IOException {
    Frame frame = Frames.begun();
    Frames.family(frame, "streamgauge_duration_seconds", Kind.HISTOGRAM);
    Buckets buckets = Buckets.of(new double[] {0.005, 1, 1e6}, new long[] {1, 2, 0, 4}, 6.5);
    frame.setHistogram(Frames.series(frame, "host", "a"), buckets);
    frame.setHistogram(Frames.series(frame), Buckets.of(new double[0], new long[] {0}, 0));

    String text = Bodies.plainText(frame);

    assertThat(text)
        .isEqualTo(
            """
            # TYPE streamgauge_duration_seconds histogram
            streamgauge_duration_seconds_bucket{host="a",le="0.005"} 1
            streamgauge_duration_seconds_bucket{host="a",le="1.0"} 3
            streamgauge_duration_seconds_bucket{host="a",le="1e+06"} 3
            streamgauge_duration_seconds_bucket{host="a",le="+Inf"} 7
            streamgauge_duration_seconds_sum{host="a"} 6.5
            streamgauge_duration_seconds_count{host="a"} 7
            streamgauge_duration_seconds_bucket{le="+Inf"} 0
            streamgauge_duration_seconds_sum 0
            streamgauge_duration_seconds_count 0
            """);
  }

  @Test
  void inAnUntypedFamilyOnlySamplesOfItsOwnNameAreWritten() throws IOException {
    Frame frame = Frames.begun();
    Frames.family(frame, "flink_mixed", Kind.UNTYPED);
    frame.setInteger(Frames.series(frame, "host", "a"), 1);
    frame.setSummary(Frames.series(frame, "host", "b"), new double[] {1, 2, 3, 4, 5, 6}, 9);
    frame.setHistogram(
        Frames.series(frame, "host", "c"), Buckets.of(new double[] {1}, new long[] {1, 2}, 3));
    Frames.family(frame, "flink_only_histograms", Kind.UNTYPED);
    frame.setHistogram(
        Frames.series(frame, "host", "c"), Buckets.of(new double[] {1}, new long[] {1, 2}, 3));

    String text = Bodies.plainText(frame);

    assertThat(text)
        .isEqualTo(
            """
            # TYPE flink_mixed untyped
            flink_mixed{host="a"} 1
            flink_mixed{host="b",quantile="0.5"} 1
            flink_mixed{host="b",quantile="0.75"} 2
            flink_mixed{host="b",quantile="0.95"} 3
            flink_mixed{host="b",quantile="0.98"} 4
            flink_mixed{host="b",quantile="0.99"} 5
            flink_mixed{host="b",quantile="0.999"} 6
            """);
  }

  @Test
  void absentSeriesAndFamiliesOfThemAreLeftOut() throws IOException {
    Frame frame = Frames.begun();
    frame.addFamily(FamilyHeader.of("flink_absent", Kind.GAUGE, "Nothing."));
    Frames.series(frame, "host", "a");
    frame.addFamily(FamilyHeader.of("flink_empty", Kind.GAUGE, "Nothing."));
    Frames.family(frame, "flink_present", Kind.GAUGE);
    Frames.series(frame, "host", "a");
    frame.setInteger(Frames.series(frame, "host", "b"), 1);
    Frames.series(frame, "host", "c");

    String text = Bodies.plainText(frame);

    assertThat(text)
        .isEqualTo(
            """
            # TYPE flink_present gauge
            flink_present{host="b"} 1
            """);
  }

  @Test
  void anEmptyFrameIsAnEmptyBody() throws IOException {
    assertThat(Bodies.plainText(Frames.begun())).isEmpty();
  }

  @Test
  void namesChooseFamiliesByTheirOwnNameOrThatOfASample() throws IOException {
    assertThat(familiesFor("flink_count")).containsExactly("flink_count");
    assertThat(familiesFor("flink_gauge", "flink_count"))
        .containsExactly("flink_count", "flink_gauge");
    assertThat(familiesFor("flink_gauge_count")).isEmpty();
    assertThat(familiesFor("flink_summary")).containsExactly("flink_summary");
    assertThat(familiesFor("flink_summary_count")).containsExactly("flink_summary");
    assertThat(familiesFor("flink_summary_sum")).isEmpty();
    assertThat(familiesFor("flink_histogram")).containsExactly("flink_histogram");
    assertThat(familiesFor("flink_histogram_bucket")).containsExactly("flink_histogram");
    assertThat(familiesFor("flink_histogram_sum")).containsExactly("flink_histogram");
    assertThat(familiesFor("flink_histogram_count")).containsExactly("flink_histogram");
    assertThat(familiesFor("flink", "FLINK_GAUGE", "")).isEmpty();
  }

  private static List<String> familiesFor(String... names) throws IOException {
    Frame frame = Frames.begun();
    Frames.family(frame, "flink_count", Kind.COUNTER);
    frame.setInteger(Frames.series(frame), 1);
    Frames.family(frame, "flink_gauge", Kind.GAUGE);
    frame.setInteger(Frames.series(frame), 1);
    Frames.family(frame, "flink_histogram", Kind.HISTOGRAM);
    frame.setHistogram(Frames.series(frame), Buckets.of(new double[0], new long[] {0}, 0));
    Frames.family(frame, "flink_summary", Kind.SUMMARY);
    frame.setSummary(Frames.series(frame), new double[6], 1);

    String text = Bodies.plainText(frame, names);
    List<String> families = new ArrayList<>();
    Matcher types = Pattern.compile("# TYPE (\\S+)").matcher(text);
    while (types.find()) {
      families.add(types.group(1));
    }
    return families;
  }

  @Test
  void aLineMayBeLongerThanAPage() throws IOException {
    String longValue = "x".repeat(300_000) + "é";
    Frame frame = Frames.begun();
    Frames.family(frame, "flink_long", Kind.GAUGE);
    frame.setInteger(Frames.series(frame, "text", longValue), 1);
    frame.setInteger(Frames.series(frame, "text", "short"), 2);

    String text = Bodies.plainText(frame);

    assertThat(text)
        .isEqualTo(
            "# TYPE flink_long gauge\nflink_long{text=\""
                + longValue
                + "\"} 1\nflink_long{text=\"short\"} 2\n");
  }

  @Test
  void theTextDoesNotDependOnTheSizeOfTheReads() throws IOException {
    Frame frame = manySeries(20_000);
    String expected = expectedOfManySeries(20_000);

    for (int bufferSize : new int[] {1, 1000, 1 << 20}) {
      try (PlainBody body = new PlainBody(frame.retain(), Set.of())) {
        assertThat(new String(Bodies.allBytes(body, bufferSize), UTF_8)).isEqualTo(expected);
      }
    }
  }

  private static Frame manySeries(int count) {
    Frame frame = Frames.begun();
    Frames.family(frame, "flink_many", Kind.COUNTER);
    for (int i = 0; i < count; i++) {
      frame.setInteger(Frames.series(frame, "index", Integer.toString(i)), i);
    }
    return frame;
  }

  private static String expectedOfManySeries(int count) {
    StringBuilder expected = new StringBuilder("# TYPE flink_many counter\n");
    for (int i = 0; i < count; i++) {
      expected.append("flink_many{index=\"").append(i).append("\"} ").append(i).append('\n');
    }
    return expected.toString();
  }

  @Test
  void aFullTargetTakesNothing() throws IOException {
    try (PlainBody body = new PlainBody(manySeries(1), Set.of())) {
      assertThat(body.read(ByteBuffer.allocate(0))).isZero();
    }
  }

  @Test
  void closingGivesTheFrameBackOnce() {
    List<Frame> returned = new ArrayList<>();
    Frame frame = new Frame(returned::add);
    frame.begin();
    PlainBody body = new PlainBody(frame, Set.of());

    body.close();
    body.close();

    assertThat(returned).containsExactly(frame);
    assertThat(body.read(ByteBuffer.allocate(10))).isEqualTo(Body.END);
  }

  @Test
  void aBodyThatIsClosedEarlyEnds() {
    PlainBody body = new PlainBody(manySeries(20_000), Set.of());
    body.read(ByteBuffer.allocate(10));

    body.close();

    assertThat(body.read(ByteBuffer.allocate(10))).isEqualTo(Body.END);
  }
}
