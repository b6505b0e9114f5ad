package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line of RFC 5424, section 6, behind priority and version: {@code TIMESTAMP HOST APP PROCID MSGID STRUCTURED-DATA MSG}, where
 * {@code -} stands for nothing.
 *
 * @param structured {@code id.name} to value
 */
record Rfc5424(
        Optional<Instant> time,
        Optional<String> host,
        SyslogContent content,
        Optional<String> messageId,
        Map<String, String> structured) {

    /** Empty when the text is not of this form. */
    static Optional<Rfc5424> parse(String text) {
        TextCursor line = new TextCursor(text);
        Optional<String> stamp = line.word();
        Optional<String> host = line.word();
        Optional<String> app = line.word();
        Optional<String> process = line.word();
        Optional<String> messageId = line.word();
        if (messageId.isEmpty()) return Optional.empty();
        Optional<Instant> time = stamp.flatMap(SyslogParser::rfc3339);
        if (time.isEmpty() && !stamp.equals(Optional.of("-"))) return Optional.empty();
        Map<String, String> structured = new LinkedHashMap<>();
        if (!line.skip("-") && !readStructured(line, structured)) return Optional.empty();
        line.skip(" ");
        line.skip("\uFEFF");
        SyslogContent content = new SyslogContent(unlessDash(app), unlessDash(process), line.rest());
        return Optional.of(new Rfc5424(time, unlessDash(host), content, unlessDash(messageId), structured));
    }

    /** Section 6.3: {@code [id name="value" name="value"][id …]}. */
    private static boolean readStructured(TextCursor line, Map<String, String> out) {
        boolean any = false;
        while (line.skip("[")) {
            any = true;
            StringBuilder id = new StringBuilder();
            while (!line.startsWithAny(" ]") && !line.atEnd()) id.append(line.take());
            while (line.skip(" ")) {
                Optional<String> name = line.until("=");
                Optional<String> value = line.quoted();
                if (name.isEmpty() || value.isEmpty()) return false;
                out.put(id + "." + name.get(), value.get().replaceAll("\\\\([\"\\\\\\]])", "$1"));
            }
            if (!line.skip("]")) return false;
        }
        return any;
    }

    private static Optional<String> unlessDash(Optional<String> word) {
        return word.filter(it -> !it.equals("-") && !it.isEmpty());
    }

    void addTo(ObjectNode json, ObjectNode attributes) {
        host.ifPresent(it -> json.putObject("resource").put("host.name", it));
        json.put("message", content.message()).put("service", content.process().orElse("syslog"));
        content.process().ifPresent(it -> attributes.put("process.name", it));
        content.pid().ifPresent(it -> SyslogParser.putPid(it, attributes));
        messageId.ifPresent(it -> attributes.put("log.syslog.msgid", it));
        structured.forEach((name, value) -> attributes.put("log.syslog.structured_data." + name, value));
    }
}
