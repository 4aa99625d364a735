package io.streamgauge.udf.table;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.annotation.InputGroup;
import org.apache.flink.table.functions.AsyncScalarFunction;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Functions as users write them; public, as Flink wants them. */
@SuppressWarnings({"unused", "serial"})
public final class TableFunctions {

  private TableFunctions() {}

  /** With parameters that cannot be null. */
  public static final class Plus extends ScalarFunction {
    public int eval(int a, int b) {
      return a + b;
    }

    public double eval(double a, double b) {
      return a + b;
    }
  }

  /** With methods that only the type of an argument tells apart. */
  public static final class Described extends ScalarFunction {
    public String eval(@Nullable Integer value) {
      return "integer " + value;
    }

    public String eval(@Nullable Long value) {
      return "long " + value;
    }

    public String eval(@Nullable String value) {
      return "string " + value;
    }

    public String eval(@Nullable String value, @Nullable Integer number) {
      return "string " + value + ", integer " + number;
    }

    public String eval(@Nullable Integer number, @Nullable String value) {
      return "integer " + number + ", string " + value;
    }
  }

  /** With any number of arguments. */
  public static final class Joined extends ScalarFunction {
    public String eval(String separator, @Nullable Integer... values) {
      return Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(separator));
    }
  }

  /** With one argument that is an array. */
  public static final class Total extends ScalarFunction {
    public @Nullable Integer eval(@Nullable Integer @Nullable [] values) {
      return values == null
          ? null
          : Arrays.stream(values).filter(Objects::nonNull).mapToInt(Integer::intValue).sum();
    }
  }

  /** With an argument of any type. */
  public static final class ClassOf extends ScalarFunction {
    public String eval(@DataTypeHint(inputGroup = InputGroup.ANY) @Nullable Object value) {
      return value == null ? "null" : value.getClass().getSimpleName();
    }
  }

  /** That the planner must not compute. */
  public static final class Changing extends ScalarFunction {
    public int eval(int value) {
      return value + 1;
    }

    @Override
    public boolean isDeterministic() {
      return false;
    }
  }

  /** That another one stands for once its call is known. */
  public static final class Special extends ScalarFunction implements SpecializedFunction {
    public String eval(@Nullable String value) {
      return "not special " + value;
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
      return new Specialized();
    }
  }

  /** What stands for {@link Special}. */
  public static final class Specialized extends ScalarFunction {
    public String eval(@Nullable String value) {
      return "special " + value;
    }
  }

  /** A row for each word. */
  @FunctionHint(output = @DataTypeHint("ROW<word STRING, length INT>"))
  public static final class Words extends TableFunction<Row> {
    public void eval(@Nullable String text) {
      if (text != null) {
        eval(text, " ");
      }
    }

    public void eval(String text, String separator) {
      for (String word : text.split(separator, -1)) {
        if (word.equals("poison")) {
          throw new IllegalStateException("no word: " + word);
        }
        collect(Row.of(word, word.length()));
      }
    }
  }

  /** That answers from another thread, and fails for 3. */
  public static final class Asked extends AsyncScalarFunction {
    public void eval(CompletableFuture<String> result, @Nullable Integer value) {
      Thread thread =
          new Thread(
              () -> {
                if (value != null && value == 3) {
                  result.completeExceptionally(new UnsupportedOperationException("three"));
                } else {
                  result.complete("answer " + value);
                }
              });
      thread.start();
    }

    public void eval(CompletableFuture<String> result, @Nullable String value) {
      result.complete("told " + value);
    }
  }

  /** What a function of a user's throws. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message);
    }
  }

  /** That fails for 3, with a checked exception. */
  public static final class Failing extends ScalarFunction {
    public @Nullable Integer eval(@Nullable Integer value) throws Refused {
      if (value != null && value == 3) {
        throw new Refused("three is refused");
      }
      return value;
    }
  }

  /** That takes 300 ms. */
  public static final class Slow extends ScalarFunction {
    public int eval(int value) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
      while (System.nanoTime() - end < 0) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      return value;
    }
  }
}
