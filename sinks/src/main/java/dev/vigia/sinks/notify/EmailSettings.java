package dev.vigia.sinks.notify;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
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
        List<String> to = addresses(settings, "to");
        if (addresses(settings, "from").size() > 1) throw settings.wrong("from", "has to be one address");
        return new EmailSettings(
                settings.required("smtp.host"),
                settings.number("smtp.port", encryption.port(), 1, 65_535),
                encryption,
                settings.optional("smtp.username").orElse(""),
                settings.optional("smtp.password").orElse(""),
                settings.required("from"),
                to);
    }

    private static List<String> addresses(ReceiverSettings settings, String key) {
        String text = settings.required(key);
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, true);
            for (InternetAddress address : addresses) address.validate();
            if (addresses.length > 0) {
                return Arrays.stream(addresses).map(InternetAddress::toString).toList();
            }
        } catch (AddressException e) {
            // Said below.
        }
        throw settings.wrong(
                key, "'" + text + "' is no list of e-mail addresses; write ops@example.com, dba@example.com");
    }

    /** The password, and the forms in which it is sent: a server may say them back. */
    Secrets secrets() {
        return Secrets.of(password, base64(password), base64("\0" + username + "\0" + password));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return username + " at " + host + ":" + port + ", from " + from + " to " + to;
    }
}
