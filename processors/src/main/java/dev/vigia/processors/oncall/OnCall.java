package dev.vigia.processors.oncall;

import dev.vigia.processors.oncall.EscalationPolicy.Step;
import dev.vigia.processors.oncall.EscalationPolicy.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who is on call, and who is told of what nobody takes: the file {@code on-call.yaml}, with overrides over it. Immutable. */
public final class OnCall {

    private final Map<String, Person> people;
    private final Map<String, Schedule> schedules;
    private final Map<String, EscalationPolicy> policies;
    private final List<String> warnings;

    /** Each by name, in the order of the file. What they name has to be there. */
    OnCall(
            Map<String, Person> people,
            Map<String, Schedule> schedules,
            Map<String, EscalationPolicy> policies,
            List<String> warnings) {
        this.people = copy(people);
        this.schedules = copy(schedules);
        this.policies = copy(policies);
        this.warnings = List.copyOf(warnings);
    }

    private static <T> Map<String, T> copy(Map<String, T> byName) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /** Nobody, and no policy. */
    public static OnCall none() {
        return new OnCall(Map.of(), Map.of(), Map.of(), List.of());
    }

    /** What may be a slip in the file, each with its line. */
    public List<String> warnings() {
        return warnings;
    }

    /** In the order of the file. */
    public List<Person> people() {
        return List.copyOf(people.values());
    }

    public Optional<Person> person(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /** In the order of the file. */
    public List<Schedule> schedules() {
        return List.copyOf(schedules.values());
    }

    public Optional<Schedule> schedule(String name) {
        return Optional.ofNullable(schedules.get(name));
    }

    /** Names of the escalation policies. */
    public Set<String> policies() {
        return policies.keySet();
    }

    public Optional<EscalationPolicy> policy(String name) {
        return Optional.ofNullable(policies.get(name));
    }

    /** Names of the receivers that people and policies have, in the order of the alphabet. */
    public SortedSet<String> receivers() {
        SortedSet<String> names = new TreeSet<>();
        for (Person person : people.values()) {
            names.addAll(person.high());
            names.addAll(person.low());
        }
        policies.values().stream()
                .flatMap(policy -> policy.steps().stream())
                .flatMap(step -> step.targets().stream())
                .filter(target -> target.kind() == EscalationPolicy.Kind.RECEIVER)
                .forEach(target -> names.add(target.name()));
        return names;
    }

    /**
     * The same with overrides that were made live, over those of the file. Those of schedules or people that are not there change
     * nothing.
     *
     * @param live a later one wins
     */
    public OnCall with(List<Cover> live) {
        List<Cover> known = live.stream()
                .filter(cover -> people.containsKey(cover.person()))
                .toList();
        if (known.isEmpty()) return this;
        Map<String, Schedule> covered = new LinkedHashMap<>();
        schedules.forEach((name, schedule) -> covered.put(name, schedule.with(known)));
        return new OnCall(people, covered, policies, warnings);
    }

    /** Whom a step tells at a time: each receiver once, in the order of the step. */
    public List<Called> called(Step step, Urgency urgency, Instant at) {
        Map<String, Called> byReceiver = new LinkedHashMap<>();
        for (Target target : step.targets()) {
            called(target, urgency, at).forEach(called -> byReceiver.putIfAbsent(called.receiver(), called));
        }
        return new ArrayList<>(byReceiver.values());
    }

    private Stream<Called> called(Target target, Urgency urgency, Instant at) {
        return switch (target.kind()) {
            case RECEIVER -> Stream.of(new Called(target.name(), Optional.empty(), Optional.empty()));
            case PERSON -> called(target.name(), Optional.empty(), urgency);
            case SCHEDULE ->
                schedule(target.name()).flatMap(schedule -> schedule.onCall(at)).stream()
                        .flatMap(person -> called(person, Optional.of(target.name()), urgency));
        };
    }

    private Stream<Called> called(String person, Optional<String> schedule, Urgency urgency) {
        return person(person).stream()
                .flatMap(known -> known.receivers(urgency).stream())
                .map(receiver -> new Called(receiver, Optional.of(person), schedule));
    }
}
