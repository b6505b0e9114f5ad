package dev.vigia.sinks.elasticsearch;

import java.util.List;

/**
 * Where Elasticsearch is and how to talk to it.
 *
 * @param urls base URLs; one that answers is enough
 * @param apiKey takes the place of name and password; empty for none
 * @param compression whether requests are sent as gzip
 */
record ConnectionSettings(
        List<String> urls,
        String username,
        String password,
        String apiKey,
        boolean compression,
        int connectTimeoutMillis,
        int readTimeoutMillis) {

    /** A server on this machine, without a password. */
    static ConnectionSettings of(String url) {
        return new ConnectionSettings(List.of(url), "", "", "", false, 5_000, 30_000);
    }
}
