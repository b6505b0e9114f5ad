package dev.vigia.ingest.gateway;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What fails outside of the gateway's own code, said as the gateway says it, without stack traces. */
final class JsonErrors implements ServerErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(JsonErrors.class);

    private static final String PATHS = "POST /ingest/logs, /ingest/metrics or /api/logs, or GET /health";

    @Override
    public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        if (cause instanceof HttpStatusException status) {
            return Answers.error(status.httpStatus(), text(status.httpStatus()));
        }
        if (cause instanceof RequestTimeoutException) {
            return Answers.unavailable("the request took too long", 0);
        }
        if (cause instanceof ClosedStreamException || cause instanceof AbortedStreamException) {
            // The client is gone; nobody reads this.
            return Answers.error(HttpStatus.BAD_REQUEST, "the request is not complete");
        }
        log.warn("{} {} failed", context.method(), context.path(), cause);
        return Answers.error(HttpStatus.INTERNAL_SERVER_ERROR, text(HttpStatus.INTERNAL_SERVER_ERROR));
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        // Armeria's own answers to broken requests; they are complete at once.
        return Answers.error(status, text(status)).aggregate().join();
    }

    private static String text(HttpStatus status) {
        return switch (status.code()) {
            case 404 -> "there is nothing here; try " + PATHS;
            case 405 -> "the method is not allowed here; try " + PATHS;
            case 500 -> "internal error; the log of the gateway says more";
            default -> status.reasonPhrase();
        };
    }
}
