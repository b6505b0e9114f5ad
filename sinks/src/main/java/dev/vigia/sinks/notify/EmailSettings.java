package dev.vigia.sinks.notify;

import java.util.Arrays;
import java.util.List;

/**
 * A mail server and who writes to whom.
 *
 * @param encryption how the connection is kept from listeners
 * @param username empty for a server that does not ask
 * @param to at least one address
 */
record EmailSettings(
        String host, int port, Encryption encryption, String username, String password, String from, List<String> to) {

    static final String[] KEYS = {
        "to", "from", "smtp.host", "smtp.port", "smtp.encryption", "smtp.username", "smtp.password"
    };

    enum Encryption {
        NONE,
        /** Begins in the clear and must switch before anything is said. */
        STARTTLS,
        TLS;

        private int port() {
            return switch (this) {
                case NONE -> 25;
                case STARTTLS -> 587;
                case TLS -> 465;
            };
        }
    }

    static EmailSettings of(ReceiverSettings settings) {
        Encryption encryption = settings.oneOf("smtp.encryption", Encryption.STARTTLS);
        List<String> to = Arrays.stream(settings.required("to").split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        return new EmailSettings(
                settings.required("smtp.host"),
                settings.number("smtp.port", encryption.port(), 1, 65_535),
                encryption,
                settings.optional("smtp.username").orElse(""),
                settings.optional("smtp.password").orElse(""),
                settings.required("from"),
                to);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return username + " at " + host + ":" + port + ", from " + from + " to " + to;
    }
}
