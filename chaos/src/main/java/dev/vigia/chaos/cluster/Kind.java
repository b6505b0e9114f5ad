package dev.vigia.chaos.cluster;

import java.util.Locale;

/** What a process of the cluster is. */
public enum Kind {
    BROKER,
    REGISTRY,
    ELASTICSEARCH,
    CONNECT,
    PROCESSORS,
    GATEWAY,
    CONSOLE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
