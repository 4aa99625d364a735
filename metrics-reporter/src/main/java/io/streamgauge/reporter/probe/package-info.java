/**
 * What a probe is written against: a small room that knows the JDK and the values of {@code
 * snapshot} alone.
 *
 * <p>A probe looks at something that Flink's metrics do not tell, such as a broker or a bucket, and
 * publishes what it finds as immutable {@linkplain io.streamgauge.reporter.probe.Batch batches}.
 * The reporter finds it by its declaration, starts it where it belongs, limits each of its calls in
 * time and stops it.
 *
 * <p>A probe of a third party is a jar next to the reporter's, in the same folder of {@code
 * plugins} or in {@code lib}, and runs inside Flink only: standalone mode runs the built-in probes.
 *
 * <h2>Declaration</h2>
 *
 * <p>A line with the probe's name in a resource {@code META-INF/streamgauge/probes.list}, and
 * beside it {@code META-INF/streamgauge/probes/<name>/probe.properties}:
 *
 * <table>
 * <caption>Keys of probe.properties</caption>
 * <tr><td>{@code factory}</td><td>name of the {@link
 *     io.streamgauge.reporter.probe.ProbeFactory}, which has a public constructor without
 *     parameters</td></tr>
 * <tr><td>{@code roles}</td><td>where it runs: some of {@code task-manager}, {@code job-manager},
 *     {@code standalone}</td></tr>
 * <tr><td>{@code prefix}</td><td>what the keys of its configuration begin with, for example {@code
 *     kafka.}</td></tr>
 * <tr><td>{@code shared}</td><td>prefixes of keys that it reads as other probes do; may be
 *     missing</td></tr>
 * <tr><td>{@code enabled}</td><td>{@code true} to run it also when no key of its prefix is
 *     set</td></tr>
 * <tr><td>{@code interval}, {@code timeout}</td><td>time between two polls and limit of each call,
 *     where the user sets no others, for example {@code 30 s}</td></tr>
 * <tr><td>{@code metrics}</td><td>the prefix of the probe's metrics, for example {@code acme}, in
 *     place of {@code streamgauge}. A file {@code catalogue.tsv} in the same folder then has a line
 *     for each family: name, type ({@code counter}, {@code gauge} or {@code histogram}), labels and
 *     help, between tabs. With a line that breaks a rule of {@link
 *     io.streamgauge.reporter.probe.NamingRules} the probe is reported and does not run; may be
 *     missing</td></tr>
 * <tr><td>{@code requires.<role>}</td><td>metrics of Flink without which it cannot do its work in
 *     that role, as {@code <logical scope>:<name>:<type>}. Where a metric filter removes one, the
 *     host reports it and does not start the probe; may be missing</td></tr>
 * <tr><td>{@code key.<key>}</td><td>a key of its configuration, without the prefix (of a shared
 *     prefix, with it), and the {@linkplain io.streamgauge.reporter.probe.OptionType#word type} of
 *     its value, followed by {@code secret} if the value must not be shown although the key does not
 *     look like that of a secret. In the key, {@code *}
 *     stands for one part between dots and {@code **} for one or more, as in {@code
 *     key.*.properties.** = text}; the rule with the most literal characters counts. With any such
 *     line, the host reports unknown keys and malformed values and keeps them from the
 *     probe</td></tr>
 * <tr><td>{@code names.<key>}</td><td>the names that {@code **} stands for in a key, between
 *     spaces; {@code *} in a name stands for any characters. Without this line {@code **} stands for
 *     every name</td></tr>
 * </table>
 *
 * <p>The host reads this file only, so that a wrong key is reported although the classes of a probe
 * are not loaded before it is started. The options of a probe are therefore constants of a class
 * ({@link io.streamgauge.reporter.probe.ConfigOption}), and the lines about prefixes, keys and
 * their defaults are generated from them ({@link
 * io.streamgauge.reporter.probe.ProbeOptions#declaration}).
 *
 * <p>Jars in the folder of {@code probe.properties} are the probe's own class path: it then lives
 * in a class loader that prefers them to everything but the JDK, this package, {@code snapshot},
 * {@code org.slf4j} and {@code org.apache.flink}. Jars in folders below are opened when the probe
 * asks for them.
 */
@NullMarked
package io.streamgauge.reporter.probe;

import org.jspecify.annotations.NullMarked;
