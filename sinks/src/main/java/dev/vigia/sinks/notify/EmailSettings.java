package dev.vigia.sinks.notify;

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

    enum Encryption {
        NONE,
        /** Begins in the clear and must switch before anything is said. */
        STARTTLS,
        TLS
    }
}
