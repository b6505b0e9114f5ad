package dev.vigia.processors.dispatch;

import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which alerts go to whom.
 *
 * @param severities of the alerts; none stands for all
 * @param categories of the alerts; none stands for all
 * @param receivers their names, at least one
 */
record Route(List<Severity> severities, List<String> categories, List<String> receivers) {

    Route {
        severities = severities == null ? List.of() : List.copyOf(severities);
        categories = categories == null ? List.of() : List.copyOf(categories);
        if (receivers == null || receivers.isEmpty()) {
            throw new UserException("a route needs receivers; leave it out if nobody is to be told");
        }
        receivers = List.copyOf(receivers);
    }

    /** The same route to these receivers alone; empty where none is left. */
    Optional<Route> limitedTo(Set<String> names) {
        List<String> left = receivers.stream().filter(names::contains).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new Route(severities, categories, left));
    }

    boolean matches(Alert alert) {
        return (severities.isEmpty() || severities.contains(alert.getSeverity()))
                && (categories.isEmpty() || categories.contains(alert.getCategory()));
    }
}
