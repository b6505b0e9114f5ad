package dev.vigia.ingest.gateway;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.schemas.json.Defaults;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Takes in requests of one kind of record. A request's bytes come in on its event loop; what costs time, and may block, is
 * done on the workers.
 *
 * @param <R> the record
 */
final class IngestService<R> implements HttpService {

    /** What all services of a gateway share. */
    record Shared(Budget budget, KafkaWriter writer, Executor workers, int maxRequestBytes) {}

    private final Shared shared;
    private final BatchReader<R> reader;
    private final GatewayMetrics metrics;
    private final String service;

    /** @param service what records are taken to be about that do not say it */
    IngestService(Shared shared, BatchReader<R> reader, GatewayMetrics metrics, String service) {
        this.shared = shared;
        this.reader = reader;
        this.metrics = metrics;
        this.service = service;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        GatewayMetrics.Timing timing = metrics.begin();
        Budget.Lease lease = shared.budget().lease();
        String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "");
        return HttpResponse.of(BodyCollector.collect(request, shared.maxRequestBytes(), lease)
                .thenApplyAsync(chunks -> write(chunks, encoding, lease), shared.workers())
                .thenCompose(outcome -> outcome)
                .handle((outcome, error) -> error == null ? answer(outcome, timing) : failed(error, timing))
                .whenComplete((response, error) -> lease.close()));
    }

    private CompletableFuture<KafkaWriter.Outcome> write(List<byte[]> chunks, String encoding, Budget.Lease lease) {
        try {
            byte[] body = Body.decode(chunks, encoding, shared.maxRequestBytes(), lease);
            Defaults defaults = new Defaults(Defaults.at(Instant.now()).timestamp(), service);
            return shared.writer().write(reader.read(body, defaults, lease));
        } catch (Refusal e) {
            throw new CompletionException(e);
        }
    }

    private HttpResponse answer(KafkaWriter.Outcome outcome, GatewayMetrics.Timing timing) {
        metrics.accepted(outcome.written());
        if (outcome.failure().isEmpty()) return timing.end(HttpStatus.OK, Answers.accepted(outcome.written()));
        return timing.end(
                HttpStatus.SERVICE_UNAVAILABLE,
                Answers.unavailable(
                        "Kafka does not take records: "
                                + outcome.failure().get().getMessage(),
                        outcome.written()));
    }

    private HttpResponse failed(Throwable error, GatewayMetrics.Timing timing) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof Refusal refusal) {
            metrics.rejected(refusal.problems().size());
            return timing.end(refusal.status(), Answers.refused(refusal));
        }
        if (cause instanceof SerializationException) {
            return timing.end(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    Answers.unavailable("the schema registry does not do its work: " + cause.getMessage(), 0));
        }
        return timing.end(HttpStatus.INTERNAL_SERVER_ERROR, HttpResponse.ofFailure(cause));
    }
}
