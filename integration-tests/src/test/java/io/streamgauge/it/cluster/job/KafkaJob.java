package io.streamgauge.it.cluster.job;

import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that reads a topic and does what a test writes the script of. */
public final class KafkaJob {

  /** The name of the source. */
  public static final String SOURCE = "in";

  private KafkaJob() {}

  /**
   * Takes the bootstrap servers, a name, the directory of the script, and the milliseconds between
   * two checkpoints; then client properties as {@code key=value}. Topic, group and job have that
   * name.
   */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[1];
    String directory = arguments[2];
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    long interval = Long.parseLong(arguments[3]);
    environment.enableCheckpointing(interval);
    // Else Flink takes the first one at any moment of the first interval.
    environment.getCheckpointConfig().setMinPauseBetweenCheckpoints(interval);
    environment
        .fromSource(source(arguments, name, directory), WatermarkStrategy.noWatermarks(), SOURCE)
        .uid("in")
        .map(text -> (long) text.length())
        .returns(Types.LONG)
        // Behind a network, which holds some records, and holds up the source when it is full.
        .startNewChain()
        .uid("lengths")
        .map(new Scripted(directory))
        .uid("scripted")
        .name("scripted")
        .sinkTo(new DiscardingSink<>())
        .uid("nowhere")
        .name("nowhere");
    environment.execute(name);
  }

  private static KafkaSource<String> source(String[] arguments, String name, String directory) {
    Properties properties = new Properties();
    for (int i = 4; i < arguments.length; i++) {
      int end = arguments[i].indexOf('=');
      properties.setProperty(arguments[i].substring(0, end), arguments[i].substring(end + 1));
    }
    return KafkaSource.<String>builder()
        .setBootstrapServers(arguments[0])
        .setProperties(properties)
        .setTopics(name)
        .setGroupId(name)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty("interceptor.classes", ScriptedConsumer.class.getName())
        .setProperty(ScriptedConsumer.DIRECTORY, directory)
        .setValueOnlyDeserializer(new SimpleStringSchema())
        .build();
  }
}
