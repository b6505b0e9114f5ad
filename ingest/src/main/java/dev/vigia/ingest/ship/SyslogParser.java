package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Syslog as it stands in files: RFC 3164 (BSD), RFC 5424, and rsyslog's {@code RSYSLOG_FileFormat} (as RFC 3164, but with an RFC
 * 3339 time stamp); each with or without the priority. A line that only says that the message was repeated becomes that
 * message with a count.
 */
final class SyslogParser implements LineParser {

    /** rsyslog and sshd: {@code message repeated 5 times: [ Failed password for root from 192.0.2.1 port 22 ssh2]}. */
    private static final Pattern REPEATED = Pattern.compile("message repeated ([1-9]\\d{0,8}) times?: \\[ ?(.*)\\]");

    /** BSD's syslogd: stands for the line before it. */
    private static final Pattern LAST_REPEATED =
            Pattern.compile("(?:--- )?last message repeated ([1-9]\\d{0,8}) times?(?: ---)?");

    private static final Pattern OFFSET = Pattern.compile("([+-]\\d\\d)(\\d\\d)$");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final ZoneId zone;
    private final MissingYear years;
    private SyslogContent last = SyslogContent.parse("");

    SyslogParser(ZoneId zone, MissingYear years) {
        this.zone = zone;
        this.years = years;
    }

    @Override
    public Parsed parse(String text) {
        Optional<SyslogPriority> priority = SyslogPriority.parse(text);
        String line = priority.map(SyslogPriority::rest).orElse(text);
        ObjectNode json = Parsed.object();
        ObjectNode attributes = json.putObject("attributes");
        priority.ifPresent(it -> it.addTo(json, attributes));
        if (line.startsWith("1 ")) {
            Optional<Rfc5424> modern = Rfc5424.parse(line.substring(2));
            if (modern.isEmpty()) return Parsed.unparsed(text, "not a line of RFC 5424");
            modern.get().addTo(json, attributes);
            SyslogEvents.addTo(json, attributes);
            return modern.get().time().map(it -> Parsed.at(it, json)).orElseGet(() -> Parsed.timeless(json));
        }
        Optional<SyslogTime> old = SyslogTime.parse(line);
        if (old.isPresent()) {
            Instant time = years.resolve(old.get().day(), old.get().time())
                    .atZone(zone)
                    .toInstant();
            addHostAndContent(old.get().rest(), json, attributes);
            return Parsed.at(time, json);
        }
        int space = line.indexOf(' ');
        Optional<Instant> time = space < 0 ? Optional.empty() : rfc3339(line.substring(0, space));
        if (time.isEmpty()) return Parsed.unparsed(text, "no syslog time stamp");
        addHostAndContent(line.substring(space + 1), json, attributes);
        return Parsed.at(time.get(), json);
    }

    /** Also with an offset without colon, as journalctl writes it. */
    static Optional<Instant> rfc3339(String text) {
        try {
            String withColon = OFFSET.matcher(text).replaceFirst("$1:$2");
            return Optional.of(OffsetDateTime.parse(withColon).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void addHostAndContent(String text, ObjectNode json, ObjectNode attributes) {
        int space = text.indexOf(' ');
        String host = space < 0 ? "" : text.substring(0, space);
        if (!host.isEmpty()) json.putObject("resource").put("host.name", host);
        SyslogContent content = SyslogContent.parse(text.substring(space + 1));
        Matcher repeatedLast = LAST_REPEATED.matcher(content.message());
        Matcher repeated = REPEATED.matcher(content.message());
        if (repeatedLast.matches()) {
            content = last;
            json.put("count", Long.parseLong(repeatedLast.group(1)));
        } else if (repeated.matches()) {
            content = content.withMessage(repeated.group(2));
            json.put("count", Long.parseLong(repeated.group(1)));
        }
        last = content;
        json.put("message", content.message());
        content.process().ifPresent(it -> attributes.put("process.name", it));
        content.pid().ifPresent(it -> putPid(it, attributes));
        json.put("service", content.process().orElse("syslog"));
        SyslogEvents.addTo(json, attributes);
    }

    static void putPid(String pid, ObjectNode attributes) {
        if (NUMBER.matcher(pid).matches()) attributes.put("process.pid", Long.parseLong(pid));
        else attributes.put("log.syslog.procid", pid);
    }
}
