package io.streamgauge.checkpoint.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OriginsTest {

  private final Origins origins = Origins.load();

  /** Traces as they are seen in the field, shortened, and whose they are. */
  enum Trace {
    A_FUNCTION_OF_THE_JOB_DIVIDES_BY_ZERO(
        Origin.USER,
        "java.lang.ArithmeticException",
        """
        java.lang.ArithmeticException: / by zero
        \tat com.acme.orders.Price.map(Price.java:31)
        \tat com.acme.orders.Price.map(Price.java:12)
        \tat org.apache.flink.streaming.api.operators.StreamMap.processElement(StreamMap.java:38)
        \tat org.apache.flink.streaming.runtime.tasks.StreamTask.processInput(StreamTask.java:638)
        \tat java.base/java.lang.Thread.run(Thread.java:829)
        """),
    A_FUNCTION_GIVES_THE_JDK_WHAT_IT_CANNOT_PARSE(
        Origin.USER,
        "java.lang.NumberFormatException",
        """
        org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException: Could not \
        forward element to next operator
        \tat org.apache.flink.streaming.runtime.tasks.ChainingOutput.pushToOperator(X.java:99)
        \tat org.apache.flink.streaming.api.operators.StreamSource.run(StreamSource.java:67)
        Caused by: java.lang.NumberFormatException: For input string: "12,5"
        \tat java.base/java.lang.NumberFormatException.forInputString(NumberFormatException.java:67)
        \tat java.base/java.lang.Integer.parseInt(Integer.java:668)
        \tat com.acme.orders.Parse.map(Parse.java:20)
        \t... 2 more
        """),
    A_LAMBDA_OF_THE_JOB_IS_CALLED_IN_A_STREAM(
        Origin.USER,
        "java.util.NoSuchElementException",
        """
        java.util.NoSuchElementException: No value present
        \tat java.base/java.util.Optional.orElseThrow(Optional.java:377)
        \tat com.acme.orders.Enrich$$Lambda$1402/0x0000000840ac1840.apply(Unknown Source)
        \tat java.base/java.util.stream.ReferencePipeline$3$1.accept(ReferencePipeline.java:195)
        """),
    THE_JOB_IS_IN_SCALA(
        Origin.USER,
        "scala.MatchError",
        """
        scala.MatchError: 7 (of class java.lang.Integer)
        \tat scala.runtime.ScalaRunTime$.box(ScalaRunTime.scala:1)
        \tat com.acme.Job$.$anonfun$main$1(Job.scala:12)
        """),
    THE_JOB_CHECKS_WITH_GUAVA(
        Origin.USER,
        "java.lang.NullPointerException",
        """
        java.lang.NullPointerException: no key
        \tat com.google.common.base.Preconditions.checkNotNull(Preconditions.java:921)
        \tat com.acme.orders.Keys.getKey(Keys.java:9)
        \tat org.apache.flink.runtime.state.KeyGroupStreamPartitioner.selectChannel(X.java:55)
        """),
    THE_JOB_CHECKS_WITH_FLINKS_PRECONDITIONS(
        Origin.USER,
        "java.lang.IllegalArgumentException",
        """
        java.lang.IllegalArgumentException: negative
        \tat org.apache.flink.util.Preconditions.checkArgument(Preconditions.java:138)
        \tat com.acme.orders.Keys.getKey(Keys.java:9)
        """),
    A_DESERIALISER_OF_THE_JOB_IS_CALLED_BY_A_CONNECTOR(
        Origin.USER,
        "com.acme.orders.BadOrder",
        """
        java.lang.RuntimeException: One or more fetchers have encountered exception
        \tat org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherManager.checkErrors(S.java:333)
        \tat org.apache.flink.streaming.runtime.tasks.StreamTask.processInput(StreamTask.java:638)
        Caused by: java.io.IOException: Failed to deserialize consumer record due to
        \tat org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter.emitRecord(K.java:56)
        \t... 1 more
        Caused by: com.acme.orders.BadOrder: no id
        \tat com.acme.orders.OrderSchema.deserialize(OrderSchema.java:44)
        \tat org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter.emitRecord(K.java:53)
        \t... 1 more
        """),
    THE_JOB_READS_JSON_WITH_JACKSON(
        Origin.USER,
        "com.fasterxml.jackson.core.JsonParseException",
        """
        com.fasterxml.jackson.core.JsonParseException: Unexpected character
        \tat com.fasterxml.jackson.core.JsonParser._constructError(JsonParser.java:2391)
        \tat com.acme.orders.OrderSchema.deserialize(OrderSchema.java:44)
        \tat org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter.emitRecord(K.java:53)
        """),
    A_LIBRARY_OF_THE_JOB_IS_THE_JOBS(
        Origin.USER,
        "net.example.geo.GeoException",
        """
        net.example.geo.GeoException: no such place
        \tat net.example.geo.Lookup.find(Lookup.java:5)
        \tat com.acme.orders.Geo.map(Geo.java:7)
        """),
    AN_ASYNCHRONOUS_CALL_OF_THE_JOB_TIMES_OUT(
        Origin.USER,
        "java.util.concurrent.TimeoutException",
        """
        java.lang.Exception: Could not complete the stream element
        \tat org.apache.flink.streaming.api.operators.async.AsyncWaitOperator$ResultHandler.completeExceptionally(A.java:634)
        Caused by: java.util.concurrent.TimeoutException: Async function call has timed out.
        \tat org.apache.flink.streaming.api.functions.async.AsyncFunction.timeout(AsyncFunction.java:97)
        \tat org.apache.flink.streaming.api.operators.async.AsyncWaitOperator.timeout(A.java:500)
        """),
    A_QUERY_CASTS_WHAT_IS_NO_NUMBER(
        Origin.USER,
        "java.lang.NumberFormatException",
        """
        java.lang.NumberFormatException: For input string: 'abc'. Invalid character found.
        \tat org.apache.flink.table.data.binary.BinaryStringDataUtil.numberFormatExceptionFor(B.java:586)
        \tat org.apache.flink.table.data.binary.BinaryStringDataUtil.toInt(B.java:518)
        \tat StreamExecCalc$12.processElement(Unknown Source)
        \tat org.apache.flink.table.runtime.operators.X.processElement(X.java:1)
        """),
    A_PYTHON_FUNCTION_THROWS(
        Origin.USER,
        "java.lang.RuntimeException",
        """
        java.lang.RuntimeException: Failed to close remote bundle
        \tat org.apache.flink.streaming.api.runners.python.beam.BeamPythonFunctionRunner.finishBundle(B.java:423)
        Caused by: java.util.concurrent.ExecutionException: java.lang.RuntimeException: Error
        \tat java.base/java.util.concurrent.CompletableFuture.reportGet(CompletableFuture.java:396)
        Caused by: java.lang.RuntimeException: Error received from SDK harness: Traceback
          File "job.py", line 3, in f
        \tat org.apache.beam.runners.fnexecution.control.FnApiControlClient$ResponseStreamObserver.onNext(F.java:180)
        """),
    A_BROKER_DOES_NOT_ANSWER(
        Origin.CONNECTOR,
        "org.apache.kafka.common.errors.TimeoutException",
        """
        org.apache.flink.util.FlinkException: Global failure triggered by OperatorCoordinator
        \tat org.apache.flink.runtime.operators.coordination.OperatorCoordinatorHolder$LazyInitializedCoordinatorContext.failJob(O.java:651)
        Caused by: org.apache.flink.util.FlinkRuntimeException: Failed to list subscribed topic
        \tat org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator.checkPartitionChanges(K.java:279)
        Caused by: java.util.concurrent.ExecutionException: org.apache.kafka.common.errors.Timeout
        \tat java.base/java.util.concurrent.CompletableFuture.reportGet(CompletableFuture.java:395)
        \tat org.apache.kafka.common.internals.KafkaFutureImpl.get(KafkaFutureImpl.java:165)
        \tat org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator.getSubscribed(K.java:225)
        Caused by: org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node
        \tat org.apache.kafka.clients.admin.KafkaAdminClient$Call.handleTimeoutFailure(K.java:1)
        """),
    THE_JOB_CALLS_A_DATABASE(
        Origin.CONNECTOR,
        "org.postgresql.util.PSQLException",
        """
        org.postgresql.util.PSQLException: ERROR: duplicate key value
        \tat org.postgresql.core.v3.QueryExecutorImpl.receiveErrorResponse(QueryExecutorImpl.java:2725)
        \tat org.postgresql.jdbc.PgPreparedStatement.executeUpdate(PgPreparedStatement.java:152)
        \tat com.acme.orders.Store.invoke(Store.java:40)
        """),
    A_BUCKET_REFUSES_A_CLIENT_OVER_HTTP(
        Origin.CONNECTOR,
        "java.net.ConnectException",
        """
        com.amazonaws.SdkClientException: Unable to execute HTTP request: Connection refused
        \tat com.amazonaws.http.AmazonHttpClient$RequestExecutor.handleRetryableException(A.java:1)
        Caused by: java.net.ConnectException: Connection refused (Connection refused)
        \tat java.base/java.net.PlainSocketImpl.socketConnect(Native Method)
        \tat org.apache.http.conn.socket.PlainConnectionSocketFactory.connectSocket(P.java:75)
        \tat com.amazonaws.http.conn.$Proxy31.connect(Unknown Source)
        """),
    A_FORMAT_CANNOT_READ_A_RECORD(
        Origin.CONNECTOR,
        "java.io.IOException",
        """
        java.io.IOException: Failed to deserialize JSON '{'
        \tat org.apache.flink.formats.json.JsonRowDataDeserializationSchema.deserialize(J.java:89)
        \tat org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter.emitRecord(K.java:53)
        """),
    FLINK_CANNOT_COPY_A_NULL(
        Origin.FRAMEWORK,
        "java.lang.NullPointerException",
        """
        java.lang.NullPointerException
        \tat org.apache.flink.api.common.typeutils.base.StringSerializer.copy(StringSerializer.java:50)
        \tat org.apache.flink.streaming.runtime.tasks.CopyingChainingOutput.pushToOperator(C.java:80)
        \tat com.acme.orders.Flatten.flatMap(Flatten.java:3)
        """),
    TOO_MANY_CHECKPOINTS_FAILED(
        Origin.FRAMEWORK,
        "org.apache.flink.util.FlinkRuntimeException",
        """
        org.apache.flink.util.FlinkRuntimeException: Exceeded checkpoint tolerable failure threshold.
        \tat org.apache.flink.runtime.checkpoint.CheckpointFailureManager.checkFailureAgainstCounter(C.java:214)
        \tat org.apache.flink.runtime.checkpoint.CheckpointFailureManager.handleJobLevelCheckpointException(C.java:191)
        """),
    THE_STATE_BACKEND_FAILS(
        Origin.FRAMEWORK,
        "org.rocksdb.RocksDBException",
        """
        org.apache.flink.util.FlinkRuntimeException: Error while retrieving data from RocksDB
        \tat org.apache.flink.contrib.streaming.state.RocksDBValueState.value(RocksDBValueState.java:93)
        \tat com.acme.orders.Count.processElement(Count.java:22)
        Caused by: org.rocksdb.RocksDBException: bad entry in block
        \tat org.rocksdb.RocksDB.get(Native Method)
        \t... 2 more
        """),
    A_TASK_MANAGER_STOPS_BEATING(
        Origin.INFRASTRUCTURE,
        "java.util.concurrent.TimeoutException",
        """
        java.util.concurrent.TimeoutException: Heartbeat of TaskManager with id 10.0.0.7:43113-8d timed out.
        \tat org.apache.flink.runtime.jobmaster.JobMaster$TaskManagerHeartbeatListener.notifyHeartbeatTimeout(J.java:1364)
        \tat org.apache.flink.runtime.heartbeat.DefaultHeartbeatMonitor.run(DefaultHeartbeatMonitor.java:158)
        \tat org.apache.pekko.actor.ActorCell.invoke(ActorCell.scala:547)
        """),
    A_TASK_MANAGER_IS_NO_LONGER_REACHABLE(
        Origin.INFRASTRUCTURE,
        "org.apache.flink.runtime.jobmaster.JobMasterException",
        """
        org.apache.flink.runtime.jobmaster.JobMasterException: TaskManager with id 10.0.0.7:43113-8d is no longer reachable.
        \tat org.apache.flink.runtime.jobmaster.JobMaster$TaskManagerHeartbeatListener.notifyTargetUnreachable(J.java:1393)
        \tat org.apache.flink.runtime.heartbeat.DefaultHeartbeatMonitor.reportHeartbeatRpcFailure(D.java:126)
        """),
    A_POD_ENDS(
        Origin.INFRASTRUCTURE,
        "java.lang.Exception",
        """
        java.lang.Exception: Pod terminated, container termination statuses: [OOMKilled]
        \tat org.apache.flink.runtime.resourcemanager.active.ActiveResourceManager.onWorkerTerminated(A.java:312)
        \tat org.apache.flink.kubernetes.KubernetesResourceManagerDriver.recoverPod(K.java:1)
        """),
    THERE_ARE_NOT_ENOUGH_SLOTS(
        Origin.INFRASTRUCTURE,
        "java.util.concurrent.TimeoutException",
        """
        org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Slot request bulk is not fulfillable!
        \tat org.apache.flink.runtime.jobmaster.slotpool.PhysicalSlotRequestBulkCheckerImpl.lambda$schedule$0(P.java:86)
        \tat org.apache.pekko.actor.Actor.aroundReceive(Actor.scala:537)
        Caused by: java.util.concurrent.TimeoutException: Timeout has occurred: 300000 ms
        \tat org.apache.flink.runtime.jobmaster.slotpool.PhysicalSlotRequestBulkCheckerImpl.lambda$schedule$0(P.java:84)
        \t... 1 more
        """),
    NO_SLOT_AT_ALL(
        Origin.INFRASTRUCTURE,
        "org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException",
        """
        org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.
        """),
    A_CONNECTION_TO_A_TASK_MANAGER_ENDS(
        Origin.INFRASTRUCTURE,
        "org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException",
        """
        org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException: Connection unexpectedly closed by remote task manager '10.0.0.7/10.0.0.7:41023'. This might indicate that the remote task manager was lost.
        \tat org.apache.flink.runtime.io.network.netty.CreditBasedPartitionRequestClientHandler.channelInactive(C.java:134)
        \tat org.apache.flink.shaded.netty4.io.netty.channel.AbstractChannelHandlerContext.invokeChannelInactive(A.java:303)
        """),
    A_CONNECTION_TO_A_TASK_MANAGER_IS_RESET(
        Origin.INFRASTRUCTURE,
        "java.io.IOException",
        """
        org.apache.flink.runtime.io.network.netty.exception.LocalTransportException: readAddress(..) failed
        \tat org.apache.flink.runtime.io.network.netty.CreditBasedPartitionRequestClientHandler.exceptionCaught(C.java:201)
        Caused by: java.io.IOException: Connection reset by peer
        \tat java.base/sun.nio.ch.SocketDispatcher.read0(Native Method)
        \tat java.base/sun.nio.ch.SocketChannelImpl.read(SocketChannelImpl.java:426)
        \tat org.apache.flink.shaded.netty4.io.netty.buffer.PooledByteBuf.setBytes(PooledByteBuf.java:254)
        """),
    A_SOCKET_FAILS_WITHOUT_A_FRAME(
        Origin.INFRASTRUCTURE,
        "org.apache.flink.shaded.netty4.io.netty.channel.unix.Errors$NativeIoException",
        """
        org.apache.flink.runtime.io.network.netty.exception.LocalTransportException: recvAddress(..) failed
        \tat org.apache.flink.runtime.io.network.netty.CreditBasedPartitionRequestClientHandler.exceptionCaught(C.java:201)
        Caused by: org.apache.flink.shaded.netty4.io.netty.channel.unix.Errors$NativeIoException: recvAddress(..) failed: Connection timed out
        """),
    FLINKS_OWN_NETWORK_IS_REFUSED(
        Origin.INFRASTRUCTURE,
        "org.apache.flink.shaded.netty4.io.netty.channel.AbstractChannel$AnnotatedConnectException",
        """
        org.apache.flink.shaded.netty4.io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: /10.0.0.7:41023
        Caused by: java.net.ConnectException: Connection refused
        \tat java.base/sun.nio.ch.SocketChannelImpl.checkConnect(Native Method)
        \tat org.apache.flink.shaded.netty4.io.netty.channel.socket.nio.NioSocketChannel.doFinishConnect(N.java:337)
        """),
    THE_JOBS_OWN_CONNECTION_IS_REFUSED(
        Origin.USER,
        "java.net.ConnectException",
        """
        java.net.ConnectException: Connection refused
        \tat java.base/sun.nio.ch.Net.pollConnect(Native Method)
        \tat java.base/java.net.Socket.connect(Socket.java:633)
        \tat com.acme.orders.Ping.map(Ping.java:8)
        """),
    A_PARTITION_IS_GONE(
        Origin.INFRASTRUCTURE,
        "org.apache.flink.runtime.io.network.partition.PartitionNotFoundException",
        """
        org.apache.flink.runtime.io.network.partition.PartitionNotFoundException: Partition 1b#0 not found.
        \tat org.apache.flink.runtime.io.network.partition.consumer.RemoteInputChannel.failPartitionRequest(R.java:327)
        """),
    THE_JOB_FILLS_THE_HEAP(
        Origin.INFRASTRUCTURE,
        "java.lang.OutOfMemoryError",
        """
        java.lang.OutOfMemoryError: Java heap space
        \tat java.base/java.util.Arrays.copyOf(Arrays.java:3745)
        \tat com.acme.orders.Collect.map(Collect.java:8)
        """),
    NOBODY_KNOWS(
        Origin.UNKNOWN,
        "java.util.concurrent.TimeoutException",
        """
        java.util.concurrent.TimeoutException
        \tat java.base/java.util.concurrent.CompletableFuture$Timeout.run(CompletableFuture.java:2792)
        \tat java.base/java.lang.Thread.run(Thread.java:829)
        """),
    THERE_IS_NO_FRAME(
        Origin.UNKNOWN, "java.lang.NullPointerException", "java.lang.NullPointerException\n");

    private final Origin origin;
    private final String exception;
    private final String text;

    Trace(Origin origin, String exception, String text) {
      this.origin = origin;
      this.exception = exception;
      this.text = text;
    }

    private RootCause rootCause() {
      return RootCause.of(text.split("[:\n]", 2)[0], text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRootAndItsOriginAreFound(Trace trace) {
    RootCause root = trace.rootCause();

    assertThat(root.exception()).isEqualTo(trace.exception);
    assertThat(origins.of(root)).as(root.toString()).isEqualTo(trace.origin);
  }

  @Test
  void theTellingFrameIsTheFirstThatIsNotPassedOver() {
    assertThat(origins.tellingFrame(Trace.THE_JOB_CHECKS_WITH_GUAVA.rootCause()))
        .contains("com.acme.orders.Keys");
    assertThat(origins.tellingFrame(Trace.NOBODY_KNOWS.rootCause())).isEmpty();
  }

  @Test
  void theLongestPrefixCounts() {
    assertThat(originOfFrame("org.apache.flink.Thing")).isEqualTo(Origin.FRAMEWORK);
    assertThat(originOfFrame("org.apache.flink.connector.Thing")).isEqualTo(Origin.CONNECTOR);
    assertThat(originOfFrame("org.apache.flinkish.Thing")).isEqualTo(Origin.USER);
  }

  @Test
  void aClassIsMeantWithItsNestedOnesAndNoOther() {
    String heartbeat = "org.apache.flink.runtime.jobmaster.JobMaster$TaskManagerHeartbeatListener";

    assertThat(originOfFrame(heartbeat)).isEqualTo(Origin.INFRASTRUCTURE);
    assertThat(originOfFrame(heartbeat + "$1")).isEqualTo(Origin.INFRASTRUCTURE);
    assertThat(originOfFrame(heartbeat + "2")).isEqualTo(Origin.FRAMEWORK);
  }

  private Origin originOfFrame(String className) {
    return origins.of(RootCause.of("a.Broken", "a.Broken\n\tat " + className + ".run(X.java:1)"));
  }
}
