package dev.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of an access log, read without Vigia's own parser, or the document that became of it.
 *
 * @param second when, in seconds since 1970-01-01 UTC
 * @param target path and query; a question mark with nothing behind it is left out
 * @param bytes size of the answer; {@code -} for none, as are the other texts
 */
record AccessLine(
        String client,
        long second,
        String method,
        String target,
        String version,
        long status,
        String bytes,
        String referrer,
        String userAgent) {

    // One real line ends within its last quotes.
    private static final Pattern FORM =
            Pattern.compile("(\\S+) - - \\[([^]]+)] \"(\\S+) (\\S+?)\\?? HTTP/(\\d\\.\\d)\" (\\d{3})"
                    + " (\\d+|-) \"([^\"]*)\" \"(.*?)\"?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    static List<AccessLine> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(AccessLine::of).toList();
    }

    static long latest(List<AccessLine> lines) {
        return lines.stream().mapToLong(AccessLine::second).max().orElseThrow();
    }

    private static AccessLine of(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) throw new IllegalArgumentException(line);
        return new AccessLine(
                form.group(1),
                ZonedDateTime.parse(form.group(2), TIME).toEpochSecond(),
                form.group(3),
                form.group(4),
                form.group(5),
                Long.parseLong(form.group(6)),
                form.group(7),
                form.group(8),
                form.group(9));
    }

    /** @param moved by how many seconds the document's time is later than the line's */
    static AccessLine of(JsonNode document, long moved) {
        String query = document.at("/url/query").asText();
        return new AccessLine(
                document.at("/client/address").asText("-"),
                Instant.parse(document.path("@timestamp").asText()).getEpochSecond() - moved,
                document.at("/http/request/method").asText("-"),
                document.at("/url/path").asText("-") + (query.isEmpty() ? "" : "?" + query),
                document.at("/http/version").asText("-"),
                document.at("/http/response/status_code").asLong(),
                document.at("/http/response/body/bytes").asText("-"),
                document.at("/http/request/referrer").asText("-"),
                document.at("/user_agent/original").asText("-"));
    }
}
