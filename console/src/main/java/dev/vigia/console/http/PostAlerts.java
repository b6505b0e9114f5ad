package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.vigia.console.views.PostProducer;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * Takes alerts from outside, as Alertmanager does: from Prometheus, {@code amtool}, and whoever else speaks its API. Answers once
 * Kafka has them.
 */
final class PostAlerts {

    private final PostProducer posts;
    private final InstantSource clock;

    PostAlerts(PostProducer posts, InstantSource clock) {
        this.posts = posts;
        this.clock = clock;
    }

    HttpResponse post(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(
                request.aggregate().thenComposeAsync(body -> take(body.contentUtf8()), context.blockingTaskExecutor()));
    }

    /** What is sound is taken, and what is not is refused after that. */
    private CompletableFuture<HttpResponse> take(String body) {
        PostableAlerts alerts = PostableAlerts.read(body, clock.millis());
        return posts.post(alerts.sound()).thenApply(written -> {
            if (alerts.problems().isEmpty()) return HttpResponse.of(ResponseHeaders.of(HttpStatus.OK));
            throw ApiError.badRequest(String.join("; ", alerts.problems()));
        });
    }
}
