package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The stores of schemes that other libraries implement. */
class PluggedStoresTest {

  @Test
  void otherSchemes_loadNoGoogleLibraries() throws Exception {
    TestingContext context = new TestingContext();
    FakeStore store = new FakeStore();
    Stores stores =
        new PluggedStores(
            context,
            new StoreAccess(
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                1,
                new RequestMeter(),
                context.ticker()),
            store);

    for (String scheme : List.of("file", "s3", "hdfs", "abfs", "gs2")) {
      assertThat(stores.of(scheme)).isSameAs(store);
    }

    assertThat(context.openedLibraries()).isEmpty();
    assertThatThrownBy(() -> stores.of("gs"))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.LOAD));
    assertThat(context.openedLibraries()).containsExactly("gcs");
  }
}
