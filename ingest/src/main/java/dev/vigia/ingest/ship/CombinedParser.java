package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The access log of Apache httpd and nginx: common format {@code %h %l %u %t "%r" %>s %b}, and combined, which adds
 * {@code "%{Referer}i" "%{User-agent}i"}. Source: Apache HTTP Server 2.4, "Log Files" and mod_log_config. Whatever stands
 * behind is kept as {@code apache.extra}.
 */
final class CombinedParser implements LineParser {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d|-");
    private static final Pattern SIZE = Pattern.compile("\\d{1,18}|-");

    @Override
    public Parsed parse(String text) {
        TextCursor line = new TextCursor(text);
        Optional<String> client = line.until(" ");
        Optional<String> ident = line.until(" ");
        Optional<String> user = line.until(" ["); // a user's name may have spaces
        Optional<Instant> time = line.until("] ").flatMap(CombinedParser::time);
        if (client.isEmpty() || ident.isEmpty() || user.isEmpty()) {
            return Parsed.unparsed(text, "not in Apache's combined format");
        }
        if (time.isEmpty()) return Parsed.unparsed(text, "no time such as [17/May/2015:10:05:03 +0000]");
        Optional<String> request = line.quoted();
        line.skip(" ");
        Optional<String> status =
                line.word().filter(word -> STATUS.matcher(word).matches());
        Optional<String> size = line.word().filter(word -> SIZE.matcher(word).matches());
        if (request.isEmpty()) return Parsed.unparsed(text, "no request line in quotes");
        if (status.isEmpty() || size.isEmpty()) return Parsed.unparsed(text, "no status and size behind the request");

        ObjectNode json = Parsed.object();
        ObjectNode http = json.putObject("http");
        ObjectNode attributes = json.putObject("attributes");
        putUnlessDash(http, "client_address", client.get());
        putUnlessDash(attributes, "apache.ident", ident.get());
        putUnlessDash(attributes, "user.name", user.get());
        String requestLine = ApacheEscapes.undo(request.get());
        json.put("message", requestLine).put("level", level(status.get()));
        RequestLine.parse(requestLine).ifPresent(parsed -> parsed.addTo(http));
        if (!status.get().equals("-")) http.put("status", Integer.parseInt(status.get()));
        if (!size.get().equals("-")) http.put("response_bytes", Long.parseLong(size.get()));
        line.quoted().ifPresent(it -> putUnlessDash(http, "referrer", ApacheEscapes.undo(it)));
        line.skip(" ");
        line.quoted().ifPresent(it -> putUnlessDash(http, "user_agent", ApacheEscapes.undo(it)));
        if (!line.rest().isBlank()) attributes.put("apache.extra", line.rest().strip());
        return Parsed.at(time.get(), json);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, TIME).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String level(String status) {
        return switch (status.charAt(0)) {
            case '5' -> "error";
            case '4' -> "warn";
            default -> "info";
        };
    }

    private static void putUnlessDash(ObjectNode node, String field, String value) {
        if (!value.equals("-")) node.put(field, value);
    }
}
