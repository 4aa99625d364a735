package io.streamgauge.reporter.internal.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class GzipEncoderTest {

  private final ChunkPool pool = new ChunkPool(16 << 20);
  private final GzipEncoder encoder = new GzipEncoder();

  @Test
  void anyFrameUnpacksToItsPlainText() throws IOException {
    for (int seed = 0; seed < 600; seed++) {
      assertUnpacksToPlainText("seed " + seed, new RandomFrames(seed).next());
    }
  }

  @Test
  void theMetricsOfATaskManagerUnpackToTheirPlainText() throws IOException {
    assertUnpacksToPlainText("a TaskManager", FlinkFrame.ofMetrics(20_000));
  }

  @Test
  void anEmptyFrameUnpacksToNothing() throws IOException {
    assertThat(unpacked(gzip(Frames.begun()))).isEmpty();
  }

  @Test
  void textThatCannotBeCompressedUnpacksToo() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Frame frame = Frames.begun();
    Frames.family(frame, "flink_noise", Kind.GAUGE);
    for (int i = 0; i < 40; i++) {
      StringBuilder noise = new StringBuilder();
      for (int j = 0; j < 20_000; j++) {
        noise.append((char) random.nextInt('#', 0x10000));
      }
      frame.setReal(Frames.series(frame, "noise", noise.toString()), random.nextDouble());
    }

    assertUnpacksToPlainText("noise", frame);
  }

  @Test
  void lettersOfVeryDifferentFrequencyUnpack() throws IOException {
    StringBuilder letters = new StringBuilder();
    int last = 1;
    int beforeLast = 1;
    for (char letter = 'A'; letter <= 'S'; letter++) {
      letters.append(String.valueOf(letter).repeat(last));
      last += beforeLast;
      beforeLast = last - beforeLast;
    }
    Frame frame = Frames.begun();
    Frames.family(frame, "f", Kind.GAUGE);
    frame.setInteger(Frames.series(frame, "l", letters.toString()), 1);

    assertUnpacksToPlainText("letters", frame);
  }

  @Test
  void longRepetitionsOfEveryLengthUnpack() throws IOException {
    Frame frame = Frames.begun();
    Frames.family(frame, "flink_runs", Kind.GAUGE);
    for (int length = 200; length < 800; length++) {
      frame.setInteger(Frames.series(frame, "run", "r".repeat(length), "end", "x" + length), 1);
    }
    for (int length : new int[] {32_700, 32_760, 32_767, 32_768, 32_769, 40_000, 150_000}) {
      frame.setInteger(Frames.series(frame, "run", "r".repeat(length)), 1);
      frame.setInteger(Frames.series(frame, "run", "q".repeat(length)), 1);
    }

    assertUnpacksToPlainText("runs", frame);
  }

  private void assertUnpacksToPlainText(String what, Frame frame) throws IOException {
    byte[] plain = Bodies.plainBytes(frame.retain());

    byte[] unpacked = unpacked(gzip(frame));

    assertThat(unpacked).as(what).isEqualTo(plain);
  }

  @Test
  void namesChooseFamilies() throws IOException {
    Frame frame = FlinkFrame.ofMetrics(1000);
    String name = frame.family(50).name();
    byte[] plain = Bodies.plainBytes(frame.retain(), name);

    byte[] unpacked = unpacked(gzip(frame, name));

    assertThat(unpacked).isNotEmpty().isEqualTo(plain);
  }

  @Test
  @NeedsTool("gzip")
  void theGzipProgramFindsNoFault(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("metrics.gz");
    Files.write(file, gzip(FlinkFrame.ofMetrics(5_000)));

    Process gzip = new ProcessBuilder("gzip", "-t", file.toString()).inheritIO().start();

    assertThat(gzip.waitFor()).isZero();
  }

  @Test
  void linesOfAFamilyAreSmall() throws IOException {
    Frame frame = FlinkFrame.ofMetrics(20_000);
    long plainLength = Bodies.plainBytes(frame.retain()).length;

    byte[] compressed = gzip(frame);

    assertThat((long) compressed.length).isLessThan(plainLength / 20);
  }

  @Test
  void anErrorWhileEncodingFailsTheBody() throws IOException {
    SharedBody shared = new SharedBody(pool);

    try (Body body = Objects.requireNonNull(shared.tryOpen(() -> {}))) {
      assertThatThrownBy(() -> encoder.encode(FlinkFrame.ofMetrics(10), new BrokenNames(), shared))
          .isInstanceOf(IllegalStateException.class);

      assertThatThrownBy(() -> body.read(ByteBuffer.allocate(10)))
          .isInstanceOf(IOException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
    }
    assertThat(shared.tryOpen(() -> {})).isNull();
  }

  private static final class BrokenNames extends AbstractSet<String> {

    @Override
    public boolean contains(Object name) {
      throw new IllegalStateException("broken");
    }

    @Override
    public Iterator<String> iterator() {
      return List.of("a").iterator();
    }

    @Override
    public int size() {
      return 1;
    }
  }

  @Test
  void anEncoderIsUsedAgainAfterABodyThatNobodyWanted() throws IOException {
    SharedBody unwanted = new SharedBody(pool);
    Objects.requireNonNull(unwanted.tryOpen(() -> {})).close();

    encoder.encode(FlinkFrame.ofMetrics(5_000), Set.of(), unwanted);

    assertThat(unwanted.tryOpen(() -> {})).isNull();
    assertUnpacksToPlainText("the next one", FlinkFrame.ofMetrics(2_000));
  }

  private byte[] gzip(Frame frame, String... names) throws IOException {
    SharedBody shared = new SharedBody(pool);
    try (Body body = Objects.requireNonNull(shared.tryOpen(() -> {}))) {
      encoder.encode(frame, Set.of(names), shared);
      return Bodies.allBytes(body, 1000);
    }
  }

  private static byte[] unpacked(byte[] compressed) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    }
  }
}
