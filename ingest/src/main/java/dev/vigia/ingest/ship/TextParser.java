package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Logs for people: {@code [LEVEL] TIMESTAMP FEATURE [USER] MESSAGE - CONTEXT} where a line is of this form, and any other
 * text as the message. A stack trace belongs to the line above it and becomes its exception.
 */
final class TextParser implements LineParser {

    /** Beyond this many characters a record takes no further lines. */
    private static final int MAX_RECORD = 256 << 10;

    private static final Pattern FORM = Pattern.compile("\\[([A-Za-z]{1,16})\\] "
            + "(\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?(?: ?(?:Z|[+-]\\d\\d:?\\d\\d))?) "
            + "(\\S+) \\[([^\\]]*)\\] (.*)");

    private final ZoneId zone;

    TextParser(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public boolean joinsLines() {
        return true;
    }

    @Override
    public boolean continues(String record, String line) {
        return record.length() < MAX_RECORD && StackTrace.continues(record, line);
    }

    @Override
    public Parsed parse(String text) {
        ObjectNode json = Parsed.object();
        ObjectNode attributes = json.putObject("attributes");
        Optional<StackTrace> trace = StackTrace.find(text);
        trace.ifPresent(it -> json.putObject("exception")
                .put("type", it.type())
                .put("message", it.message())
                .put("stack_trace", it.text()));
        String above = trace.map(StackTrace::before).orElse(text);
        if (above.isEmpty()) above = text.lines().findFirst().orElse("");
        int lineEnd = above.indexOf('\n');
        Matcher form = FORM.matcher(lineEnd < 0 ? above : above.substring(0, lineEnd));
        Optional<Instant> time = form.matches() ? time(form.group(2)) : Optional.empty();
        if (time.isEmpty()) {
            json.put("message", above);
            return Parsed.timeless(json);
        }
        json.put("level", form.group(1));
        attributes.put("vigia.feature", form.group(3));
        if (!form.group(4).isBlank()) attributes.put("user.name", form.group(4));
        String message = form.group(5);
        int context = message.lastIndexOf(" - ");
        if (context >= 0) attributes.put("vigia.context", message.substring(context + 3));
        String below = lineEnd < 0 ? "" : above.substring(lineEnd);
        json.put("message", (context < 0 ? message : message.substring(0, context)) + below);
        return Parsed.at(time.get(), json);
    }

    private Optional<Instant> time(String text) {
        String iso = text.substring(0, 10)
                + "T"
                + text.substring(11).replace(" ", "").replace(',', '.').replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
        try {
            boolean zoned = iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > 9;
            return Optional.of(
                    zoned
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
