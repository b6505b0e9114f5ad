package dev.vigia.processors.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.runtime.ConfigFile;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is told of which alerts: the file {@code routes.yaml}. An alert goes to the receivers of every route that matches,
 * to each once. Immutable.
 */
public final class Routes {

    private final Map<String, Receiver> receivers = new LinkedHashMap<>();
    private final List<Route> routes;

    private Routes(String file, List<Receiver> receivers, List<Route> routes) {
        this.routes = routes;
        for (Receiver receiver : receivers) {
            if (this.receivers.put(receiver.name(), receiver) != null) {
                throw new UserException(file + ", receivers: two are called '" + receiver.name() + "'");
            }
        }
        for (Route route : routes) {
            for (String name : route.receivers()) {
                if (this.receivers.containsKey(name)) continue;
                throw new UserException(file + ", routes: there is no receiver '" + name + "'. There are "
                        + String.join(", ", this.receivers.keySet()));
            }
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param file what errors call it
     * @param environment values for {@code ${…}}, by name
     * @throws UserException naming the file and what is wrong in it
     */
    public static Routes parse(String file, String yaml, Map<String, String> environment) {
        ConfigFile config =
                ConfigFile.parse(file, yaml, environment).requireOnly(new HashSet<>(List.of("receivers", "routes")));
        return new Routes(
                file, list(file, config, "receivers", Receiver[].class), list(file, config, "routes", Route[].class));
    }

    private static <T> List<T> list(String file, ConfigFile config, String section, Class<T[]> type) {
        if (!config.section(section, JsonNode.class).isArray()) {
            throw new UserException(file + ": '" + section + "' is missing or no list; [] stands for none");
        }
        return List.of(config.section(section, type));
    }

    /** The same routes, where nobody is told but these receivers; the others have no address yet. */
    public Routes limitedTo(Set<String> names) {
        List<Receiver> told = receivers.values().stream()
                .filter(receiver -> names.contains(receiver.name()))
                .toList();
        List<Route> kept = routes.stream()
                .flatMap(route -> route.limitedTo(names).stream())
                .toList();
        return new Routes("routes", told, kept);
    }

    /** The receivers of an alert, in the order of the file. */
    List<Receiver> of(Alert alert) {
        Set<String> names = new HashSet<>();
        routes.stream().filter(route -> route.matches(alert)).forEach(route -> names.addAll(route.receivers()));
        return receivers.values().stream()
                .filter(receiver -> names.contains(receiver.name()))
                .toList();
    }

    /** The names of all receivers, in the order of the file. */
    public List<String> receiverNames() {
        return List.copyOf(receivers.keySet());
    }

    /** The names of the receivers of an alert, in the order of the file. */
    public List<String> receiverNames(Alert alert) {
        return of(alert).stream().map(Receiver::name).toList();
    }

    Optional<Receiver> receiver(String name) {
        return Optional.ofNullable(receivers.get(name));
    }
}
