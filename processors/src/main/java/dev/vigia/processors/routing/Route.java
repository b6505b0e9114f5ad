package dev.vigia.processors.routing;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.silences.Matchers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * One route of the tree, with what it inherits.
 *
 * @param id its path in the file: {@code 0} is the root, {@code 0.2} the third route in it
 * @param key the matchers on its path, as Alertmanager begins a {@code groupKey}
 * @param matchers all on its path, from the root on
 * @param receivers names of those who are told, in the order of the file; none: what comes here is recorded only, unless it escalates
 * @param escalation name of the escalation policy that is begun
 * @param grouping which alerts are told of together
 * @param timing when a group is told of
 * @param hours when anybody is told at all
 */
public record Route(
        String id,
        String key,
        List<Matcher> matchers,
        List<String> receivers,
        Optional<String> escalation,
        Grouping grouping,
        Timing timing,
        Hours hours) {

    public Route {
        matchers = List.copyOf(matchers);
        receivers = List.copyOf(receivers);
    }

    /** Whether it tells nobody. */
    public boolean tellsNobody() {
        return receivers.isEmpty() && escalation.isEmpty();
    }

    /**
     * What the group of an alert has in common. New at each call.
     *
     * @param labels those that {@link Routing#labels} says
     */
    public SortedMap<String, String> group(Alert alert, Map<String, String> labels) {
        return grouping.of(alert, labels);
    }

    /**
     * A group's name, as Alertmanager writes its {@code groupKey}, for instance
     * <code>{}/{severity="critical"}:{alertname="HighErrorRate"}</code>. Routes with the same matchers have the same; the id tells
     * them apart.
     *
     * @param group what {@link #group} says
     */
    public String groupKey(SortedMap<String, String> group) {
        return group.entrySet().stream()
                .map(label -> Matchers.text(new Matcher(label.getKey(), MatchType.EQUAL, label.getValue())))
                .collect(Collectors.joining(", ", key + ":{", "}"));
    }
}
