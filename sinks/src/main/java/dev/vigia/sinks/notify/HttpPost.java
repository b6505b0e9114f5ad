package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts JSON and says what the answer means. 2xx is delivered; 408, 429 and 5xx may be tried again; the rest is final. */
final class HttpPost {

    private final HttpClient client;
    private final URI url;
    private final Duration timeout;
    private final Clock clock;

    /** @param timeout for the whole exchange */
    HttpPost(URI url, Duration timeout, Clock clock) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.url = url;
        this.timeout = timeout;
        this.clock = clock;
    }

    Outcome send(JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "vigia")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<String>> exchange =
                client.sendAsync(request.build(), answer -> new FirstBytes());
        try {
            // The request's own time-out ends with the headers of the answer; this one covers the body, too.
            return outcome(exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Outcome.Retryable("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Outcome.Retryable("no connection: " + words(e));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return new Outcome.Retryable("interrupted; it may have arrived");
        }
    }

    private static String words(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private Outcome outcome(HttpResponse<String> answer) {
        int status = answer.statusCode();
        String text = answer.body().strip();
        String detail = "HTTP " + status
                + (text.isEmpty() ? "" : ": " + text.lines().findFirst().orElse(""));
        if (status / 100 == 2) return new Outcome.Delivered(detail);
        if (status == 408 || status == 429 || status >= 500) {
            return new Outcome.Retryable(
                    detail, answer.headers().firstValue("Retry-After").flatMap(this::wait));
        }
        return new Outcome.Failed(detail);
    }

    /** Seconds or a date (RFC 9110, 10.2.3). */
    private Optional<Duration> wait(String text) {
        if (text.matches("\\d{1,9}")) return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        try {
            ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
