package dev.vigia.schemas.json;

import dev.vigia.schemas.avro.Http;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a log says about HTTP. Only with a response status, or with a duration in the {@code http} object, does it report a
 * finished request; otherwise it is context of something else, and goes to the attributes by OpenTelemetry's names.
 */
final class HttpDraft {

    /** What is text: the name as an attribute, and the names it is known by besides. */
    private enum Text {
        METHOD("http.request.method", "http.method", "method", "metadata.method"),
        ROUTE("http.route", "route", "metadata.route"),
        PATH("url.path", "http.path", "path", "metadata.path"),
        QUERY("url.query", "http.query"),
        URL("url.full", "url.original", "url", "http.url", "metadata.url"),
        VERSION("network.protocol.version", "http.version"),
        REFERRER("http.request.referrer", "http.referrer", "referrer", "metadata.referrer"),
        USER_AGENT("user_agent.original", "http.user_agent", "user_agent", "metadata.userAgent", "metadata.user_agent"),
        CLIENT("client.address", "http.client_address", "client.ip", "ip", "metadata.ip");

        private final String attribute;
        private final String[] names;

        Text(String attribute, String... names) {
            this.attribute = attribute;
            this.names = names;
        }
    }

    private static final double NANOS_OF_MILLI = 1e6;
    private static final int LOWEST_STATUS = 100;
    private static final int HIGHEST_STATUS = 599;

    private final @Nullable String[] texts = new @Nullable String[Text.values().length];
    private int status;
    private @Nullable Long duration;
    private @Nullable Long responseBytes;
    private boolean finished;

    static void addTo(Names<LogDraft> names) {
        for (Text text : Text.values()) {
            Names.Known<LogDraft> set = (log, value) -> log.http().text(text, log, value);
            names.add(set, text.attribute).add(set, text.names);
        }
        names.add(Draft::notAnObject, "http")
                .add((log, v) -> log.http().status(v), "http.status", "http.status_code", "status_code")
                .add((log, v) -> log.http().status(v), "http.response.status_code", "metadata.status_code")
                .add((log, v) -> log.http().took(amount(v), true), "http.duration")
                .add((log, v) -> log.http().took(nanosOfMillis(v), true), "http.duration_ms")
                .add((log, v) -> log.http().took(amount(v), false), "event.duration")
                .add((log, v) -> log.http().took(nanosOfMillis(v), false), "response_time_ms")
                .add((log, v) -> log.http().took(nanosOfMillis(v), false), "metadata.response_time_ms")
                .add((log, v) -> log.http().responseBytes = amount(v), "http.response_bytes")
                .add((log, v) -> log.http().responseBytes = amount(v), "http.response.body.bytes")
                .add((log, v) -> log.http().responseBytes = amount(v), "http.response.body.size");
    }

    private void text(Text text, LogDraft log, JsonValue value) throws IOException, InvalidRecord {
        texts[text.ordinal()] = log.first(texts[text.ordinal()], value);
    }

    private void status(JsonValue value) throws IOException, InvalidRecord {
        long code = value.whole(0, HIGHEST_STATUS);
        if (code != 0 && code < LOWEST_STATUS) throw value.invalid(code + " is less than " + LOWEST_STATUS);
        status = (int) code;
        finished = true;
    }

    private void took(long nanos, boolean ofRequest) {
        duration = nanos;
        finished |= ofRequest;
    }

    private static long amount(JsonValue value) throws IOException, InvalidRecord {
        return value.whole(0, Long.MAX_VALUE);
    }

    private static long nanosOfMillis(JsonValue value) throws IOException, InvalidRecord {
        double millis = value.number();
        if (millis < 0) throw value.invalid(value.quote() + " is less than 0");
        return Math.round(millis * NANOS_OF_MILLI);
    }

    /** The finished request. Without one, what is known goes to the attributes; so does an absolute URL in any case. */
    Optional<Http> finish(LogDraft log) throws InvalidRecord {
        takeUrlApart();
        keep(log, Text.URL);
        if (finished) return Optional.of(request());
        for (Text text : Text.values()) keep(log, text);
        if (duration != null) log.keep("event.duration", duration, () -> "http.duration");
        if (responseBytes != null) log.keep("http.response.body.bytes", responseBytes, () -> "http.response_bytes");
        return Optional.empty();
    }

    private void keep(LogDraft log, Text text) throws InvalidRecord {
        String value = texts[text.ordinal()];
        if (value != null) log.keep(text.attribute, value, () -> text.names[0]);
    }

    private void takeUrlApart() {
        String url = texts[Text.URL.ordinal()];
        int host = url == null ? -1 : url.indexOf("://");
        if (url != null && host < 0) {
            texts[Text.URL.ordinal()] = null;
            if (texts[Text.PATH.ordinal()] == null) texts[Text.PATH.ordinal()] = url;
        } else if (url != null && finished && texts[Text.PATH.ordinal()] == null) {
            int path = url.indexOf('/', host + 3);
            texts[Text.PATH.ordinal()] = path < 0 ? "/" : url.substring(path);
        }
        String path = texts[Text.PATH.ordinal()];
        int mark = path == null ? -1 : path.indexOf('?');
        if (path != null && mark >= 0 && texts[Text.QUERY.ordinal()] == null) {
            texts[Text.PATH.ordinal()] = path.substring(0, mark);
            texts[Text.QUERY.ordinal()] = path.substring(mark + 1);
        }
    }

    private Http request() {
        String method = texts[Text.METHOD.ordinal()];
        return new Http(
                method == null ? null : method.toUpperCase(Locale.ROOT),
                texts[Text.ROUTE.ordinal()],
                texts[Text.PATH.ordinal()],
                texts[Text.QUERY.ordinal()],
                status,
                duration,
                responseBytes,
                texts[Text.VERSION.ordinal()],
                texts[Text.REFERRER.ordinal()],
                texts[Text.USER_AGENT.ordinal()],
                texts[Text.CLIENT.ordinal()]);
    }
}
