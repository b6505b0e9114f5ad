package dev.vigia.processors.routing;

import dev.vigia.processors.routing.Outcomes.Outcome;
import dev.vigia.processors.routing.RoutingLint.Around;
import dev.vigia.processors.rules.Rule;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Severity;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for receivers of which nobody else is told that they fail: that alert would go where nothing arrives. Of one that falls back on
 * another, that one is told of it.
 */
final class FailureLint {

    /** What rules about receivers group by; the alerts have its value as label {@code receiver}. */
    private static final String GROUP = "attributes.receiver";

    private static final String LABEL = "receiver";

    private final String file;
    private final Routing routing;
    private final Around around;

    FailureLint(String file, Routing routing, Around around) {
        this.file = file;
        this.routing = routing;
        this.around = around;
    }

    /** A receiver of whose failure only itself would be told, by the route that has the last word on that. */
    private record Gap(Node end, String receiver) {}

    /** One line for each receiver with an address and route, if there are several receivers. */
    List<String> gaps() {
        Set<String> reachable = new LinkedHashSet<>(routing.receiverNames());
        reachable.retainAll(around.addresses().reachable());
        if (reachable.size() < 2) return List.of();
        Map<Gap, Set<String>> rules = new LinkedHashMap<>();
        for (Rule rule : around.rules()) {
            if (!rule.groupBy().contains(GROUP)) continue;
            for (Severity severity : rule.condition().severities()) {
                for (Possible alerts : Possible.of(rule, severity).owned(routing.owners())) {
                    for (String receiver : reachable) {
                        gaps(alerts, receiver, reachable)
                                .forEach(gap -> rules.computeIfAbsent(gap, key -> new LinkedHashSet<>())
                                        .add(rule.id()));
                    }
                }
            }
        }
        return rules.entrySet().stream()
                .map(gap -> line(gap.getKey(), gap.getValue()))
                .toList();
    }

    private List<Gap> gaps(Possible alerts, String receiver, Set<String> reachable) {
        return alerts
                .where(new Matcher(LABEL, MatchType.EQUAL, receiver), true)
                .flatMap(about -> Outcomes.of(routing.root(), about))
                .orElse(List.of())
                .stream()
                .filter(outcome -> toldByItselfOnly(outcome, receiver, reachable))
                .map(outcome -> new Gap(outcome.ends().get(outcome.ends().size() - 1), receiver))
                .toList();
    }

    private String line(Gap gap, Set<String> rules) {
        String receiver = gap.receiver();
        return RoutingLint.at(
                        file,
                        gap.end().written().line(),
                        "route " + gap.end().route().id())
                + "that " + receiver + " fails (rule " + String.join(", ", rules) + ") would be told to " + receiver
                + " only; give it a fallback that has an address, or a route with " + LABEL + "=\"" + receiver
                + "\" to somebody else";
    }

    private boolean toldByItselfOnly(Outcome outcome, String receiver, Set<String> reachable) {
        Set<String> told = new HashSet<>();
        for (Route route : outcome.routes()) {
            if (route.escalation().isPresent()) return false;
            told.addAll(route.receivers());
        }
        routing.receiver(receiver).ifPresent(one -> {
            if (told.contains(receiver)) told.addAll(one.fallback());
        });
        told.retainAll(reachable);
        return told.equals(Set.of(receiver));
    }
}
