package dev.vigia.ingest.ship;

import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** One attempt to hand records to the gateway. Does not retry; says whether that makes sense. Thread-safe. */
public final class GatewayClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final URI base;
    private final Duration timeout;
    private final Clock clock;
    private final HttpClient http;

    /** What the gateway said. */
    public sealed interface Answer {

        /** The records are in Kafka. */
        record Accepted() implements Answer {}

        /**
         * Not now. The records may or may not have arrived when the connection broke.
         *
         * @param after how long to wait, when the gateway said so
         */
        record Busy(String why, Optional<Duration> after) implements Answer {}

        /** Never: the request is wrong. */
        record Refused(int status, String body) implements Answer {}
    }

    /**
     * @param base address without path, for instance {@code http://127.0.0.1:4318}
     * @param timeout how long to wait for an answer
     * @throws UserException when the address is not one of HTTP
     */
    public GatewayClient(String base, Duration timeout, Clock clock) {
        this.base = address(base);
        this.timeout = timeout;
        this.clock = clock;
        // Without the attempt to upgrade to HTTP/2, which costs the first request of each connection a round trip.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    private static URI address(String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())))
                return uri;
        } catch (java.net.URISyntaxException e) {
            // the same advice
        }
        throw new UserException(
                "'" + text + "' is not the address of a gateway; write for instance http://127.0.0.1:4318");
    }

    public String address() {
        return base.toString();
    }

    /**
     * @param path for instance {@code /ingest/logs}
     * @param gzippedLines NDJSON, compressed
     */
    public Answer post(String path, byte[] gzippedLines) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(timeout)
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzippedLines))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            int status = response.statusCode();
            if (status / 100 == 2) return new Answer.Accepted();
            if (status == 429 || status / 100 == 5) {
                return new Answer.Busy("it answers " + status, retryAfter(response.headers()));
            }
            return new Answer.Refused(status, response.body());
        } catch (IOException e) {
            String why = e.getMessage() == null ? "no connection" : e.getMessage();
            return new Answer.Busy(why, Optional.empty());
        }
    }

    /** RFC 9110, section 10.2.3: seconds or a date. */
    private Optional<Duration> retryAfter(HttpHeaders headers) {
        Optional<String> value = headers.firstValue("Retry-After");
        if (value.isEmpty()) return Optional.empty();
        try {
            return Optional.of(
                    Duration.ofSeconds(Math.max(0, Long.parseLong(value.get().strip()))));
        } catch (NumberFormatException notSeconds) {
            return date(value.get());
        }
    }

    private Optional<Duration> date(String text) {
        try {
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration until = Duration.between(clock.instant(), date.toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
