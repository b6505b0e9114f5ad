package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes what sshd says about log-ins (OpenSSH, {@code auth_log} in auth.c) and gives it an event name, and the level that
 * sshd and others put before the message when the line has no priority. A user's name is chosen by the attacker and may
 * contain anything, also {@code from 192.0.2.1 port 22}; so the last {@code from} counts.
 */
final class SyslogEvents {

    private static final Set<String> SSHD = Set.of("sshd", "sshd-session", "sshd-auth");
    private static final Pattern FAILED = Pattern.compile(
            "Failed (password|keyboard-interactive/pam) for (invalid user )?(.*) from (\\S+) port (\\d{1,5})(?: .*)?");
    private static final Pattern ACCEPTED =
            Pattern.compile("Accepted (\\S+) for ()(.*) from (\\S+) port (\\d{1,5})(?: .*)?");
    private static final Pattern INVALID = Pattern.compile("Invalid user ()()(.*) from (\\S+)(?: port (\\d{1,5}))?");
    private static final Pattern LEVEL = Pattern.compile("(debug|info|warning|error|fatal)\\d?: .*");

    private SyslogEvents() {}

    static void addTo(ObjectNode json, ObjectNode attributes) {
        String message = json.path("message").asText();
        Matcher level = LEVEL.matcher(message);
        if (!json.has("severity_number") && level.matches()) json.put("level", level.group(1));
        if (!SSHD.contains(attributes.path("process.name").asText())) return;
        addWhen(FAILED, "login_failed", "failure", json, attributes);
        addWhen(ACCEPTED, "login_succeeded", "success", json, attributes);
        addWhen(INVALID, "login_invalid_user", "failure", json, attributes);
    }

    private static void addWhen(Pattern form, String event, String outcome, ObjectNode json, ObjectNode attributes) {
        Matcher matcher = form.matcher(json.path("message").asText());
        if (!matcher.matches()) return;
        json.put("event_name", event);
        attributes.put("event.outcome", outcome);
        if (!matcher.group(1).isEmpty()) attributes.put("ssh.method", matcher.group(1));
        if (matcher.group(2) != null && !matcher.group(2).isEmpty()) attributes.put("ssh.invalid_user", true);
        attributes.put("user.name", matcher.group(3)).put("source.address", matcher.group(4));
        if (matcher.group(5) != null) attributes.put("source.port", Long.parseLong(matcher.group(5)));
    }
}
