package dev.vigia.processors.simulate;

import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.YamlMap;
import dev.vigia.processors.simulate.Step.Action;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Severity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one test of a test file. */
final class StoryReader {

    /** A Monday. */
    private static final String START = "2026-01-05T00:00:00Z";

    private static final long STEP = 10_000;

    private final YamlMap map;
    private final RuleSource rules;
    private final Routing routes;
    private final long start;
    private final ActionReader actions;

    /**
     * A reader of one test.
     *
     * @param rules those that it may name
     * @param routes by which people are told
     */
    StoryReader(YamlMap map, RuleSource rules, Routing routes) {
        this.map = map;
        this.rules = rules;
        this.routes = routes;
        this.start = start();
        this.actions = new ActionReader(rules, this::time);
    }

    RuleTest read() {
        String name = map.requiredText("name");
        List<Step> steps = map.maps("timeline").stream().map(this::step).toList();
        List<Expectation> expectations = new ArrayList<>();
        for (YamlMap expected : map.maps("expect")) expectations.addAll(transitions(expected));
        boolean tells = map.has("told");
        if (tells) for (YamlMap expected : map.maps("told")) expectations.addAll(told(expected));
        Set<String> only = only();
        Optional<Long> until = map.text("until").map(text -> time(map, "until", text));
        map.requireAllRead();
        long end = until.orElseGet(() -> end(steps, expectations));
        return new RuleTest(
                name,
                map.line(),
                new Story(rules.files(), start, end, steps),
                expectations,
                only,
                tells ? Optional.of(routes) : Optional.empty());
    }

    private long start() {
        String text = map.text("start").orElse(START);
        long millis = instant(text).orElseThrow(() -> notATime(map, "start", text));
        if (millis % STEP != 0) throw map.error("start", "has to be a multiple of 10 s");
        return millis;
    }

    private Set<String> only() {
        List<String> ids = map.texts("only");
        ids.forEach(id -> rules.require(map, "only", id));
        return new HashSet<>(ids);
    }

    private long end(List<Step> steps, List<Expectation> expectations) {
        long end = start;
        for (Step step : steps) end = Math.max(end, step.last());
        for (Expectation expectation : expectations) end = Math.max(end, expectation.to());
        return end;
    }

    private Step step(YamlMap step) {
        long at = time(step, "at", step.requiredText("at"));
        long every = step.duration("every", Duration.ofSeconds(10)).toMillis();
        if (every < 1) throw step.error("every", "has to be more than 0");
        long lasts = step.duration("for", Duration.ZERO).toMillis();
        if (step.has("every") && !step.has("for")) throw step.error("every", "needs 'for': how long it goes on");
        if (step.has("for") && !step.has("every")) throw step.error("for", "needs 'every': how often it happens");
        long count = Math.max(1, (lasts + every - 1) / every);
        long late = step.duration("late", Duration.ZERO).toMillis();
        Action action = actions.read(step, count, late);
        step.requireAllRead();
        return new Step(at + late, every, count, action);
    }

    private List<Expectation> transitions(YamlMap expected) {
        List<Expectation> expectations = expectations(expected, Happening.transitions(), false);
        if (expectations.isEmpty()) {
            throw expected.error("rule", "what should become of it? Write for instance active: 1m..1m10s");
        }
        return expectations;
    }

    private List<Expectation> told(YamlMap expected) {
        List<Expectation> expectations = expectations(expected, Happening.reasons(), true);
        if (expectations.isEmpty()) {
            throw expected.error(
                    "rule",
                    "what should people be told? Write for instance became_active: 1m; there are "
                            + String.join(", ", Happening.reasons()));
        }
        return expectations;
    }

    private List<Expectation> expectations(YamlMap expected, List<String> words, boolean told) {
        Rule rule = rules.require(expected, "rule", expected.requiredText("rule"));
        Optional<Map<String, String>> group = RuleSource.group(expected, rule);
        Optional<Severity> severity = expected.word("severity", Severity.class);
        Optional<String> receiver = told ? expected.text("receiver") : Optional.empty();
        List<Expectation> expectations = new ArrayList<>();
        for (String word : words) {
            for (String when : expected.texts(word)) {
                int dots = when.indexOf("..");
                long from = time(expected, word, dots < 0 ? when : when.substring(0, dots));
                long to = dots < 0 ? from : time(expected, word, when.substring(dots + 2));
                if (from > to) throw expected.error(word, "'" + when + "' ends before it begins");
                expectations.add(new Expectation(rule.id(), group, severity, told, receiver, word, from, to));
            }
        }
        if (!expectations.isEmpty()) expected.requireAllRead();
        return expectations;
    }

    /** A time after the start, or one with a date: milliseconds since 1970-01-01 UTC. */
    private long time(YamlMap where, String field, String text) {
        String stripped = text.strip();
        try {
            return start + Durations.parse(stripped).toMillis();
        } catch (IllegalArgumentException e) {
            return instant(stripped)
                    .filter(millis -> millis >= start)
                    .orElseThrow(() -> notATime(where, field, stripped));
        }
    }

    private static UserException notATime(YamlMap where, String field, String text) {
        return where.error(
                field, "'" + text + "' is no time: write 1h30m after the start, or 2026-03-29T09:00:00+01:00");
    }

    private static Optional<Long> instant(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
