/**
 * What turns the sources (the YAML of a dashboard, the catalogue of metrics) into what is
 * committed: Grafana's JSON and docs/metrics.md.
 */
@NullMarked
package io.streamgauge.dashboards.generator;

import org.jspecify.annotations.NullMarked;
