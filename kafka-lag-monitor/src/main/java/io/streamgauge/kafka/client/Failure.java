package io.streamgauge.kafka.client;

import io.streamgauge.reporter.probe.ProbeError;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * What an exception of Kafka's client means, told without its text: that may quote a password, as
 * the one does that says what is wrong with {@code sasl.jaas.config}.
 */
final class Failure {

  private static final int DEPTH = 8;

  private Failure() {}

  /**
   * The reason of a request's failure; {@link ProbeError#TIMEOUT} also where nobody has answered.
   */
  static ProbeError reason(Throwable failure) {
    for (Throwable each : chain(failure)) {
      ProbeError reason = reasonOfOne(each);
      if (reason != null) {
        return reason;
      }
    }
    return ProbeError.INTERNAL;
  }

  /** The reason why there is no client. */
  static ProbeError reasonOfCreation(Throwable failure) {
    for (Throwable each : chain(failure)) {
      ProbeError reason = isNameUnknown(each) ? ProbeError.UNREACHABLE : reasonOfLogin(each);
      if (reason != null) {
        return reason;
      }
    }
    return ProbeError.CONFIGURATION;
  }

  private static @Nullable ProbeError reasonOfOne(Throwable failure) {
    if (failure instanceof AuthenticationException || failure instanceof SSLException) {
      return ProbeError.AUTHENTICATION;
    }
    if (failure instanceof AuthorizationException) {
      return ProbeError.AUTHORIZATION;
    }
    if (failure instanceof LinkageError || failure instanceof ClassNotFoundException) {
      return ProbeError.CONFIGURATION;
    }
    if (failure instanceof TimeoutException) {
      return ProbeError.TIMEOUT;
    }
    return isKafkas(failure) ? reasonOfAnswer(failure) : null;
  }

  private static boolean isKafkas(Throwable failure) {
    return failure instanceof ApiException
        || failure instanceof ConfigException
        || failure instanceof SerializationException;
  }

  private static @Nullable ProbeError reasonOfAnswer(Throwable failure) {
    if (failure instanceof UnknownTopicOrPartitionException
        || failure instanceof UnknownTopicIdException
        || failure instanceof GroupIdNotFoundException) {
      return ProbeError.NOT_FOUND;
    }
    if (failure instanceof InvalidTopicException
        || failure instanceof InvalidGroupIdException
        || failure instanceof ConfigException) {
      return ProbeError.CONFIGURATION;
    }
    if (failure instanceof DisconnectException || failure instanceof NetworkException) {
      return ProbeError.UNREACHABLE;
    }
    if (failure instanceof ThrottlingQuotaExceededException) {
      return ProbeError.THROTTLED;
    }
    if (failure instanceof UnsupportedVersionException
        || failure instanceof CorruptRecordException
        || failure instanceof SerializationException) {
      return ProbeError.INVALID_RESPONSE;
    }
    return failure instanceof RetriableException ? ProbeError.UNAVAILABLE : null;
  }

  /** Kafka says so with a ConfigException, though the configuration may be right. */
  private static boolean isNameUnknown(Throwable failure) {
    return failure instanceof ConfigException
        && String.valueOf(failure.getMessage()).startsWith("No resolvable bootstrap urls");
  }

  private static @Nullable ProbeError reasonOfLogin(Throwable failure) {
    if (failure instanceof ConfigException || failure instanceof LinkageError) {
      return ProbeError.CONFIGURATION;
    }
    if (failure instanceof LoginException) {
      return isModuleMissing(failure) ? ProbeError.CONFIGURATION : ProbeError.AUTHENTICATION;
    }
    if (failure instanceof AuthenticationException) {
      return ProbeError.AUTHENTICATION;
    }
    // A key store that does not open, for example.
    return failure instanceof GeneralSecurityException ? ProbeError.CONFIGURATION : null;
  }

  /** The JDK has no exception of its own for it. */
  private static boolean isModuleMissing(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    return failure.getClass() == LoginException.class
        && (text.startsWith("No LoginModule") || text.startsWith("unable to find LoginModule"));
  }

  /** The names of the exception's class and of those of its causes. */
  static String names(Throwable failure) {
    return chain(failure).stream()
        .filter(each -> !(each instanceof ExecutionException))
        .map(each -> each.getClass().getSimpleName())
        .collect(Collectors.joining(" caused by "));
  }

  /**
   * The names, and which of the properties the text is about: the names of properties are no
   * secrets.
   */
  static String names(Throwable failure, Collection<String> properties) {
    String text =
        chain(failure).stream()
            .filter(KafkaException.class::isInstance)
            .map(each -> String.valueOf(each.getMessage()))
            .collect(Collectors.joining(" "));
    String named = properties.stream().filter(text::contains).collect(Collectors.joining(", "));
    return names(failure) + (named.isEmpty() ? "" : ", because of " + named);
  }

  /** The name of the class that was missing, if it was that. */
  static Optional<String> missing(Throwable failure) {
    return chain(failure).stream()
        .filter(NoClassDefFoundError.class::isInstance)
        .map(each -> String.valueOf(each.getMessage()).replace('/', '.'))
        .findFirst();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    Throwable each = failure;
    while (each != null && chain.size() < DEPTH) {
      chain.add(each);
      each = each.getCause();
    }
    return chain;
  }
}
