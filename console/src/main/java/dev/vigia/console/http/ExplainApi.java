package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.Explaining;
import dev.vigia.console.views.AlertHistory;
import dev.vigia.console.views.CurrentAlerts;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Why an alert fired, computed again. */
final class ExplainApi {

    /** Less than a request may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CurrentAlerts current;
    private final AlertHistory history;
    private final Explaining explaining;
    /** It reads many records: one at a time. */
    private final Semaphore turn = new Semaphore(1);

    ExplainApi(CurrentAlerts current, AlertHistory history, Explaining explaining) {
        this.current = current;
        this.history = history;
        this.explaining = explaining;
    }

    HttpResponse get(ServiceRequestContext context, HttpRequest request) {
        Alert transition = transition(context);
        return HttpResponse.of(
                CompletableFuture.supplyAsync(() -> explain(transition), context.blockingTaskExecutor()));
    }

    private Alert transition(ServiceRequestContext context) {
        String id = Optional.ofNullable(context.pathParam("id")).orElse("");
        Alert present = current.get(id).orElseThrow(() -> ApiError.notFound("There is no alert " + id + "."));
        int sequence = new Query(context).number("sequence", 0, 1, Integer.MAX_VALUE);
        if (sequence == 0) return history.reason(present);
        return history.of(present, sequence)
                .orElseThrow(() -> ApiError.notFound("Record " + sequence + " of the present episode of alert " + id
                        + " is not among those that are kept."));
    }

    private HttpResponse explain(Alert transition) {
        if (!turn.tryAcquire()) {
            throw new ApiError(
                    HttpStatus.TOO_MANY_REQUESTS, "busy", "Another alert is being explained; try again in a moment.");
        }
        try {
            return Json.ok(explaining.explain(transition, PATIENCE));
        } catch (UserException e) {
            throw new ApiError(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", String.valueOf(e.getMessage()));
        } finally {
            turn.release();
        }
    }
}
