package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;

/**
 * Makes one request and says what came of it. Follows no redirects: what is sent is for one host. Once a status has come, it
 * counts, even if the rest of the answer does not.
 */
final class HttpPost {

    /** Of an answer that is shown, not read. */
    static final int LONGEST_ANSWER = 64 * 1024;

    static final String JSON = "application/json; charset=utf-8";

    private final HttpClient client;
    private final URI url;
    private final Duration timeout;
    private final Clock clock;
    private final Secrets secrets;
    private final int longest;

    /**
     * @param timeout for the whole exchange
     * @param secrets what else than the address is to be hidden
     */
    HttpPost(URI url, Duration timeout, Clock clock, Secrets secrets) {
        this(
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build(),
                url,
                timeout,
                clock,
                secrets.and(url),
                LONGEST_ANSWER);
    }

    private HttpPost(HttpClient client, URI url, Duration timeout, Clock clock, Secrets secrets, int longest) {
        this.client = client;
        this.url = url;
        this.timeout = timeout;
        this.clock = clock;
        this.secrets = secrets;
        this.longest = longest;
    }

    /**
     * The same connections for another address of the service, whose path is no secret.
     *
     * @param part of the time, for this exchange
     * @param bytes how much of the answer is read
     */
    HttpPost to(URI other, Duration part, int bytes) {
        return new HttpPost(client, other, part, clock, secrets, bytes);
    }

    Outcome send(JsonNode body, Map<String, String> headers) {
        return send(body, headers, HttpAnswer::outcome);
    }

    /** @param meaning what an answer means, for services that say more than by the status */
    Outcome send(JsonNode body, Map<String, String> headers, Function<HttpAnswer, Outcome> meaning) {
        return send("POST", JSON, body.toString(), headers, meaning);
    }

    Outcome send(
            String method,
            String contentType,
            String body,
            Map<String, String> headers,
            Function<HttpAnswer, Outcome> meaning) {
        return send(method, contentType, body.getBytes(StandardCharsets.UTF_8), headers, meaning);
    }

    Outcome send(
            String method,
            String contentType,
            byte[] body,
            Map<String, String> headers,
            Function<HttpAnswer, Outcome> meaning) {
        return exchange(method, contentType, body, headers, meaning, outcome -> outcome);
    }

    /**
     * For who needs more of an answer than what it means.
     *
     * @param without what it means when there is no answer
     */
    <T> T exchange(
            String method,
            String contentType,
            byte[] body,
            Map<String, String> headers,
            Function<HttpAnswer, T> meaning,
            Function<Outcome.Retryable, T> without) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", contentType)
                .header("User-Agent", "vigia")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        AtomicReference<FirstBytes> begun = new AtomicReference<>();
        CompletableFuture<HttpResponse<String>> exchange = client.sendAsync(request.build(), head -> {
            FirstBytes bytes = new FirstBytes(head, longest);
            begun.set(bytes);
            return bytes;
        });
        try {
            // The request's own time-out ends with the headers of the answer; this one covers the body, too.
            HttpResponse<String> answer = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return meaning.apply(answer(answer.statusCode(), answer.headers(), answer.body(), true));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return brokenOff(begun, meaning, without, "no answer within " + timeout.toMillis() + " ms", true);
        } catch (ExecutionException e) {
            return brokenOff(begun, meaning, without, "no connection: " + words(e), hadConnected(e));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return without.apply(new Outcome.Retryable("interrupted; it may have arrived", Optional.empty(), true));
        }
    }

    private <T> T brokenOff(
            AtomicReference<FirstBytes> begun,
            Function<HttpAnswer, T> meaning,
            Function<Outcome.Retryable, T> without,
            String why,
            boolean mayHaveArrived) {
        FirstBytes bytes = begun.get();
        if (bytes == null) {
            return without.apply(new Outcome.Retryable(secrets.hide(why), Optional.empty(), mayHaveArrived));
        }
        return meaning.apply(answer(bytes.head().statusCode(), bytes.head().headers(), bytes.soFar(), false));
    }

    /** Whether what was sent may have gone further than to this end of a connection. */
    private static boolean hadConnected(ExecutionException e) {
        Throwable cause = e.getCause();
        return !(cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException);
    }

    private static String words(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private HttpAnswer answer(int status, HttpHeaders headers, String body, boolean whole) {
        return new HttpAnswer(
                status,
                headers.firstValue("Retry-After").flatMap(this::wait),
                headers.firstValue("Location").flatMap(this::host),
                secrets.hide(body),
                whole);
    }

    private Optional<String> host(String location) {
        try {
            URI to = url.resolve(location);
            return Optional.of(to.getScheme() + "://" + to.getAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
