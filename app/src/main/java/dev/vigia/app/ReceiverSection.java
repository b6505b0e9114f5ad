package dev.vigia.app;

import dev.vigia.processors.routing.Addresses;
import dev.vigia.runtime.ConfigFile;
import dev.vigia.sinks.notify.ReceiverCheck;
import dev.vigia.sinks.notify.ReceiverCheck.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The section {@code notifications} of {@code vigia.yaml}, as it has to be for the connector that tells people. */
final class ReceiverSection {

    private static final String SECTION = "notifications";
    private static final String RECEIVERS = "receivers";

    private final Settings settings;
    private final ConfigFile file;

    ReceiverSection(Settings settings) {
        this.settings = settings;
        this.file = settings.file();
    }

    /**
     * What is wrong: one line for each, that names file, line and setting, and the way out. A receiver with an address is made, with its
     * templates; of others the names of their settings are looked at, since a misspelt address looks like none.
     */
    List<String> problems() {
        Map<String, String> connector = Connectors.notify(settings);
        Set<Problem> problems =
                new LinkedHashSet<>(ReceiverCheck.names(settings.notifications().receivers()));
        problems.addAll(ReceiverCheck.problems(connector));
        return problems.stream().map(this::line).toList();
    }

    /** Where the receivers are, for whoever looks at routes. */
    Addresses addresses() {
        Map<String, String> channels = new TreeMap<>();
        settings.notifications()
                .receivers()
                .forEach((name, receiver) -> channels.put(name, receiver.getOrDefault("channel", "")));
        return new Addresses(
                settings.folder().resolve("vigia.yaml").toString(),
                channels,
                settings.notifications().reachable().keySet());
    }

    /**
     * Those with an address whom nothing is sent: one line for each.
     *
     * @param routed names of the receivers of {@code routes.yaml}
     */
    List<String> toldNothing(Set<String> routed) {
        return settings.notifications().reachable().keySet().stream()
                .filter(name -> !routed.contains(name))
                .map(
                        name -> line(
                                new Problem(
                                        RECEIVERS + "." + name,
                                        "has an address and is told nothing, as routes.yaml has no such receiver; add it there, and to a route")))
                .toList();
    }

    private String line(Problem problem) {
        return file.place(path(problem.key())) + ", " + SECTION + "." + problem.key() + ": " + problem.what();
    }

    /** Of {@code receivers.sms.form.Body} the last two words are the name of one setting. */
    private static String[] path(String key) {
        String[] words = key.split("\\.", 3);
        String[] path = new String[words.length + 1];
        path[0] = SECTION;
        System.arraycopy(words, 0, path, 1, words.length);
        return words[0].equals(RECEIVERS) ? path : new String[] {SECTION, key};
    }
}
