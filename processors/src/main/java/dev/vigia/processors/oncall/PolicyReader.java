package dev.vigia.processors.oncall;

import dev.vigia.processors.oncall.EscalationPolicy.Kind;
import dev.vigia.processors.oncall.EscalationPolicy.Step;
import dev.vigia.processors.oncall.EscalationPolicy.Target;
import dev.vigia.processors.rules.YamlMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads escalation policies. */
final class PolicyReader {

    /** More would be no escalation but a reminder. */
    private static final long MOST_REPEATS = 100;

    private final Map<String, Person> people;
    private final Map<String, Schedule> schedules;
    private final Set<String> receivers;

    PolicyReader(Map<String, Person> people, Map<String, Schedule> schedules, Set<String> receivers) {
        this.people = people;
        this.schedules = schedules;
        this.receivers = receivers;
    }

    /** @throws dev.vigia.runtime.UserException naming file, line and field of the first thing that is wrong */
    EscalationPolicy read(YamlMap map) {
        String name = map.requiredText("name");
        if (name.equals("none")) throw map.error("name", "'none' says in routes.yaml that nothing escalates");
        List<Step> steps = new ArrayList<>();
        map.maps("steps").forEach(step -> steps.add(step(step)));
        long times = 0;
        Duration pause = Duration.ZERO;
        if (map.has("repeat")) {
            YamlMap repeat = map.map("repeat").orElseThrow();
            times = repeat.whole("times").orElseThrow(() -> repeat.error("times", "is missing"));
            if (times < 1 || times > MOST_REPEATS) {
                throw repeat.error("times", "'" + times + "' is not a number from 1 to " + MOST_REPEATS);
            }
            repeat.requiredText("after");
            pause = repeat.duration("after", Duration.ZERO);
            if (pause.isZero()) throw repeat.error("after", "'0' would tell everybody at once; write for instance 30m");
            repeat.requireAllRead();
        }
        map.requireAllRead();
        for (Urgency urgency : Urgency.values()) requireSomebody(map, steps, urgency);
        return new EscalationPolicy(name, steps, (int) times, pause);
    }

    private Step step(YamlMap map) {
        List<Target> targets = new ArrayList<>();
        add(map, "schedules", Kind.SCHEDULE, schedules.keySet(), targets);
        add(map, "people", Kind.PERSON, people.keySet(), targets);
        for (String receiver : map.texts("receivers")) {
            OnCallFile.requireReceiver(map, "receivers", receiver, receivers);
            targets.add(new Target(Kind.RECEIVER, receiver));
        }
        Duration after = map.duration("after", Duration.ZERO);
        map.requireAllRead();
        if (targets.isEmpty()) throw map.error("", "a step tells nobody; name schedules, people or receivers");
        return new Step(after, targets);
    }

    private static void add(YamlMap map, String field, Kind kind, Collection<String> known, List<Target> targets) {
        for (String name : map.texts(field)) {
            OnCallFile.requireKnown(map, field, name, known);
            targets.add(new Target(kind, name));
        }
    }

    private void requireSomebody(YamlMap map, List<Step> steps, Urgency urgency) {
        boolean reaches = steps.stream()
                .flatMap(step -> step.targets().stream())
                .anyMatch(target -> target.kind() == Kind.RECEIVER
                        || people(target)
                                .anyMatch(person -> !person.receivers(urgency).isEmpty()));
        if (reaches) return;
        throw map.error(
                "steps",
                "reach nobody about alerts of " + urgency.name().toLowerCase(Locale.ROOT)
                        + " urgency: nobody in them has a receiver for that");
    }

    private Stream<Person> people(Target target) {
        List<String> names = target.kind() == Kind.SCHEDULE
                ? Optional.ofNullable(schedules.get(target.name()))
                        .map(Schedule::people)
                        .orElse(List.of())
                : List.of(target.name());
        return people.values().stream().filter(person -> names.contains(person.name()));
    }
}
