package io.streamgauge.reporter.internal.exposition;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberWriterTest {

  private static final long SEED = 20_260_101;

  private final byte[] target = new byte[NumberWriter.MAX_LENGTH];

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        7,
        -7,
        10,
        99,
        100,
        12_345_678,
        99_999_999,
        100_000_000,
        1_000_000_001,
        9_007_199_254_740_993L,
        Long.MAX_VALUE,
        -Long.MAX_VALUE,
        Long.MIN_VALUE
      })
  void anIntegerIsWrittenByItsDigits(long value) {
    assertThat(written(value)).isEqualTo(Long.toString(value));
  }

  @Test
  void integersOfEveryLengthAreWrittenByTheirDigits() {
    SplittableRandom random = new SplittableRandom(SEED);

    for (int i = 0; i < 1_000_000; i++) {
      assertWritten(random.nextLong() >> random.nextInt(64));
    }
  }

  private void assertWritten(long value) {
    String text = written(value);

    if (!text.equals(Long.toString(value))) {
      assertThat(text).isEqualTo(Long.toString(value));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, -0",
    "3.0, 3",
    "-3.0, -3",
    "0.1, 0.1",
    "0.30000000000000004, 0.30000000000000004",
    "1234567.25, 1234567.25",
    "0.0001, 0.0001",
    "0.00012, 0.00012",
    "0.00001, 1e-05",
    "1.5E-7, 1.5e-07",
    "9007199254740991, 9007199254740991",
    "9007199254740992, 9007199254740992",
    "9.223372036854775807E18, 9.223372036854776e+18",
    "1E16, 10000000000000000",
    "1E17, 1e+17",
    "1E23, 1e+23",
    "2E23, 2e+23",
    "8.41E21, 8.41e+21",
    "9.5367431640625E-7, 9.5367431640625e-07",
    "5.0E-324, 5e-324",
    "9.9E-324, 1e-323",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "2.225073858507201E-308, 2.225073858507201e-308",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "4.35E-320, 4.35e-320",
    "2.0E-3, 0.002",
    "9.007199254740993E15, 9007199254740992",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void aDoubleIsWrittenAsTheShortestDecimal(double value, String expected) {
    assertThat(written(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "1.0, 1.0",
    "-1.0, -1.0",
    "0.5, 0.5",
    "0.005, 0.005",
    "0.999, 0.999",
    "10.0, 10.0",
    "100000.0, 100000.0",
    "1000000.0, 1e+06",
    "1234567.5, 1.2345675e+06",
    "1.0E10, 1e+10",
    "1.0E-4, 0.0001",
    "1.0E-5, 1e-05",
    "1.0E-10, 1e-10",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void aBoundIsWrittenAsACanonicalFloat(double value, String expected) {
    int end = NumberWriter.writeCanonical(value, target, 0);

    assertThat(new String(target, 0, end, US_ASCII)).isEqualTo(expected);
  }

  @Test
  void everyDoubleReadsBackTheSame() {
    SplittableRandom random = new SplittableRandom(SEED);

    for (int i = 0; i < 700_000; i++) {
      assertReadsBack(anyFinite(random));
      assertReadsBack((double) Math.round(random.nextDouble() * 1e6) / 100);
    }
  }

  private void assertReadsBack(double value) {
    String text = written(value);

    if (Double.doubleToLongBits(Double.parseDouble(text)) != Double.doubleToLongBits(value)) {
      assertThat(text).as("text of %s", value).isEqualTo(Double.toString(value));
    }
  }

  @Test
  void noShorterAndNoCloserDecimalReadsBack() {
    SplittableRandom random = new SplittableRandom(SEED);

    for (int i = 0; i < 20_000; i++) {
      assertShortest(Math.abs(anyFinite(random)));
      assertShortest(random.nextDouble() * 1000);
      assertShortest((random.nextInt(1_000_000) + 1) / 1000d);
    }
  }

  @Test
  void theDecimalIsTheShortestAtEveryPowerOfTwoAndTen() {
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double power = Math.scalb(1d, exponent);
      assertShortest(power);
      assertShortest(Math.nextUp(power));
      assertShortest(Math.nextDown(power) + Double.MIN_VALUE);
    }
    for (int exponent = -323; exponent <= 308; exponent++) {
      assertShortest(Double.parseDouble("1e" + exponent));
    }
  }

  private void assertShortest(double value) {
    if (value == 0) {
      return;
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal found = new BigDecimal(decimalOf(value)).stripTrailingZeros();
    int length = found.precision();

    assertThat(found.doubleValue()).isEqualTo(value);
    if (length > 1) {
      assertThat(exact.round(new MathContext(length - 1, RoundingMode.DOWN)).doubleValue())
          .as("shorter than %s", found)
          .isNotEqualTo(value);
      assertThat(exact.round(new MathContext(length - 1, RoundingMode.UP)).doubleValue())
          .as("shorter than %s", found)
          .isNotEqualTo(value);
    }
    BigDecimal closest = exact.round(new MathContext(length, RoundingMode.HALF_EVEN));
    if (closest.doubleValue() == value) {
      assertThat(found).isEqualByComparingTo(closest);
    }
  }

  private static String decimalOf(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return ShortestDecimal.digits(bits) + "e" + ShortestDecimal.powerOfTen(bits);
  }

  @Test
  void theLogarithmsAreExactForAllExponents() {
    for (int e = -1080; e <= 1030; e++) {
      BigDecimal power = powerOf(2, e);

      assertThat(ShortestDecimal.floorLog10OfPowerOf2(e)).isEqualTo(floorLog10(power));
      assertThat(ShortestDecimal.floorLog10OfThreeQuartersOfPowerOf2(e))
          .isEqualTo(floorLog10(power.multiply(new BigDecimal("0.75"))));
    }
    for (int e = -330; e <= 330; e++) {
      int log = ShortestDecimal.floorLog2OfPowerOf10(e);

      assertThat(powerOf(10, e)).isGreaterThanOrEqualTo(powerOf(2, log));
      assertThat(powerOf(10, e)).isLessThan(powerOf(2, log + 1));
    }
  }

  private static BigDecimal powerOf(int base, int exponent) {
    BigDecimal power = BigDecimal.valueOf(base).pow(Math.abs(exponent));
    return exponent >= 0
        ? power
        : BigDecimal.ONE.divide(power, new MathContext(1100, RoundingMode.HALF_EVEN));
  }

  private static int floorLog10(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  private static double anyFinite(SplittableRandom random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : random.nextDouble();
  }

  private String written(long value) {
    int end = NumberWriter.write(value, target, 0);
    return new String(target, 0, end, US_ASCII);
  }

  private String written(double value) {
    int end = NumberWriter.write(value, target, 0);
    return new String(target, 0, end, US_ASCII);
  }
}
