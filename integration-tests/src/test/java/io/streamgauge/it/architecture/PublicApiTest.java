package io.streamgauge.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The API that ARCHITECTURE.md names is documented, and changes only together with its list. */
class PublicApiTest {

  @ParameterizedTest
  @EnumSource
  void api_isThatOfItsList(Api api) throws IOException {
    String text = PublicApi.of(api.sources()).text();

    if (Boolean.getBoolean("streamgauge.regenerate")) {
      Files.writeString(api.list(), text);
    }

    assertThat(Files.readString(api.list()))
        .as("%s; -Dstreamgauge.regenerate=true writes it", api.list())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource
  void apiMember_isDocumented(Api api) throws IOException {
    assertThat(PublicApi.of(api.sources()).undocumented()).isEmpty();
  }

  @Test
  void list_hasVisibleMembersWithoutOverrides(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("Sample.java"),
        """
        package sample;

        /** A type. */
        public final class Sample<T> implements Supplier<T> {

          /** A constant. */
          public static final int MAX = 1;

          private Sample() {}

          /** A method. */
          public static <T> @Nullable Sample<T> of(List<T> items, int... more) throws IOException {
            return null;
          }

          @Override
          public T get() {
            return null;
          }

          public enum Kind {
            ONE
          }

          protected interface Hook {
            void run(@Nullable String text);
          }

          void hidden() {}
        }
        """);

    PublicApi api = PublicApi.of(List.of(folder));

    assertThat(api.text())
        .isEqualTo(
            """
            final class sample.Sample<T> implements Supplier<T>
              @Nullable static <T> Sample<T> of(List<T>, int...) throws IOException
              static final int MAX
            protected interface sample.Sample.Hook
              void run(@Nullable String)
            enum sample.Sample.Kind
              static final Kind ONE
            """);
    assertThat(api.undocumented())
        .containsExactly(
            "sample.Sample.Kind",
            "sample.Sample.Kind  static final Kind ONE",
            "sample.Sample.Hook",
            "sample.Sample.Hook  void run(@Nullable String)");
  }
}
