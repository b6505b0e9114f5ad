package dev.vigia.processors.watch;

import dev.vigia.runtime.UserException;
import java.net.URI;
import java.util.Optional;

/**
 * Section {@code watch}.
 *
 * @param connectUrl root of Connect's REST API, for instance {@code http://connect:8083}; blank, which is the default, when
 *     connectors are not to be looked at
 */
public record WatchSettings(String connectUrl) {

    public WatchSettings {
        connectUrl = connectUrl == null ? "" : connectUrl.strip();
        if (!connectUrl.isEmpty() && !connectUrl.matches("https?://[^\\s,]+")) {
            throw new UserException("watch.connect_url '" + connectUrl + "' is not one URL; write for instance"
                    + " http://connect:8083");
        }
    }

    /** Where Connect is, if it is to be asked. */
    Optional<URI> connect() {
        return Optional.of(connectUrl).filter(url -> !url.isEmpty()).map(URI::create);
    }
}
