package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The number in angle brackets that a line may begin with: facility × 8 + severity (RFC 5424, section 6.2.1). Severities become
 * OpenTelemetry severity numbers by the table in appendix B of its log data model.
 */
record SyslogPriority(int facility, int severity, String rest) {

    private static final List<String> NAMES =
            List.of("emergency", "alert", "critical", "error", "warning", "notice", "info", "debug");
    private static final int[] SEVERITY_NUMBERS = {21, 19, 18, 17, 13, 10, 9, 5};

    static Optional<SyslogPriority> parse(String text) {
        int close = text.indexOf('>');
        if (!text.startsWith("<") || close < 2 || close > 4) return Optional.empty();
        try {
            int value = Integer.parseInt(text.substring(1, close));
            if (value < 0 || value > 191) return Optional.empty();
            return Optional.of(new SyslogPriority(value / 8, value % 8, text.substring(close + 1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    void addTo(ObjectNode json, ObjectNode attributes) {
        json.put("severity_text", NAMES.get(severity)).put("severity_number", SEVERITY_NUMBERS[severity]);
        attributes.put("log.syslog.facility.code", facility);
    }
}
