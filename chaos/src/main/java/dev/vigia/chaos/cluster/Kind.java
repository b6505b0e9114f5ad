package dev.vigia.chaos.cluster;

import dev.vigia.runtime.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a process of the cluster is. */
public enum Kind {
    BROKER,
    REGISTRY,
    ELASTICSEARCH,
    CONNECT,
    PROCESSORS,
    GATEWAY,
    CONSOLE;

    /** @throws UserException naming those that there are */
    public static Kind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserException("There is no kind of process '" + name + "'. There are "
                        + Arrays.stream(values()).map(Kind::toString).collect(Collectors.joining(", ")) + "."));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
