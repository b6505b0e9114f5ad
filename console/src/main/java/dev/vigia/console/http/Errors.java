package dev.vigia.console.http;

import com.fasterxml.jackson.databind.node.TextNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every error is JSON. */
final class Errors implements ServerErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(Errors.class);

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable thrown) {
        Throwable cause = Exceptions.peel(thrown);
        if (cause instanceof ApiError error) {
            // Alertmanager's clients read an error as a text.
            return context.path().startsWith("/api/v2/")
                    ? Json.of(error.status(), TextNode.valueOf(error.text()))
                    : Json.error(error.status(), error.code(), error.text());
        }
        if (cause instanceof HttpStatusException || cause instanceof HttpResponseException) return null;
        if (cause instanceof KafkaException) {
            return Json.error(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "kafka_unavailable",
                    "Kafka does not answer; try again in a moment.");
        }
        log.warn("{} {} failed", context.method(), context.path(), cause);
        return Json.error(
                HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Something went wrong; the console's log says what.");
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        return rendered(status);
    }

    private static AggregatedHttpResponse rendered(HttpStatus status) {
        String code = status.reasonPhrase().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
        return Json.error(status, code, status.reasonPhrase() + ".").aggregate().join();
    }
}
