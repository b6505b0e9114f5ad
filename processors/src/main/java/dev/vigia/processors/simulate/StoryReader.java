package dev.vigia.processors.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.FieldPath;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.YamlMap;
import dev.vigia.processors.simulate.Step.Action;
import dev.vigia.processors.simulate.Template.Ramp;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.json.InvalidRecord;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
    private final long start;

    /** @param rules those that the test may name */
    StoryReader(YamlMap map, RuleSource rules) {
        this.map = map;
        this.rules = rules;
        this.start = start();
    }

    RuleTest read() {
        String name = map.requiredText("name");
        List<Step> steps = map.maps("timeline").stream().map(this::step).toList();
        List<Expectation> expectations = map.maps("expect").stream()
                .flatMap(expected -> expectations(expected).stream())
                .toList();
        Set<String> only = only();
        Optional<Long> until = map.text("until").map(text -> time(map, "until", text));
        map.requireAllRead();
        long end = until.orElseGet(() -> end(steps, expectations));
        return new RuleTest(name, map.line(), new Story(rules.files(), start, end, steps), expectations, only);
    }

    private long start() {
        String text = map.text("start").orElse(START);
        long millis = instant(text).orElseThrow(() -> notATime(map, "start", text));
        if (millis % STEP != 0) throw map.error("start", "has to be a multiple of 10 s");
        return millis;
    }

    private Set<String> only() {
        List<String> ids = map.texts("only");
        ids.forEach(id -> rule(map, "only", id));
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
        Action action = action(step, count, late);
        step.requireAllRead();
        return new Step(at + late, every, count, action);
    }

    private Action action(YamlMap step, long count, long late) {
        List<Action> actions = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            String field = kind.name().toLowerCase(Locale.ROOT);
            step.json(field).ifPresent(json -> actions.add(push(step, field, template(step, kind, json, count), late)));
        }
        for (CommandType type : CommandType.values()) {
            String field = type.name().toLowerCase(Locale.ROOT);
            if (type == CommandType.UNKNOWN) continue;
            step.map(field).ifPresent(alert -> actions.add(command(step, alert, type)));
        }
        step.text("apply").ifPresent(file -> actions.add(apply(step, file)));
        if (actions.size() != 1) {
            throw step.error("", "say one thing that happens: log, metric, span, acknowledge, resolve, apply …");
        }
        return actions.get(0);
    }

    private static Template template(YamlMap step, Kind kind, JsonNode json, long count) {
        String field = kind.name().toLowerCase(Locale.ROOT);
        if (!(json instanceof ObjectNode record)) throw step.error(field, "has to be fields with values");
        try {
            return new Template(kind, record, ramps(step), count);
        } catch (InvalidRecord e) {
            throw step.error(field, String.valueOf(e.getMessage()));
        }
    }

    private static List<Ramp> ramps(YamlMap step) {
        List<Ramp> ramps = new ArrayList<>();
        Optional<JsonNode> written = step.json("ramp");
        if (written.isEmpty()) return ramps;
        for (Map.Entry<String, JsonNode> ramp : written.get().properties()) {
            JsonNode ends = ramp.getValue();
            if (!ends.isArray()
                    || ends.size() != 2
                    || !ends.path(0).isNumber()
                    || !ends.path(1).isNumber()) {
                throw step.error("ramp", ramp.getKey() + ": write the first and the last value, as in [50, 95]");
            }
            ramps.add(new Ramp(
                    ramp.getKey(), ends.path(0).asDouble(), ends.path(1).asDouble()));
        }
        return ramps;
    }

    private static Action push(YamlMap step, String field, Template template, long late) {
        long times = step.whole("times").orElse(1L);
        if (times < 1) throw step.error("times", "has to be 1 or more");
        return (simulator, at, number) -> {
            for (long i = 0; i < times; i++) {
                simulator.push(template.record(number, at - late)).ifPresent(why -> {
                    throw step.error(field, "would be a dead letter: " + why);
                });
            }
        };
    }

    private Action command(YamlMap step, YamlMap alert, CommandType type) {
        Rule rule = rule(alert, "rule", alert.requiredText("rule"));
        Map<String, String> group = group(alert, rule).orElse(Map.of());
        alert.requireAllRead();
        List<String> values = rule.groupBy().stream()
                .map(path -> group.getOrDefault(FieldPath.label(path), ""))
                .toList();
        AlertCommand command = AlertCommand.newBuilder()
                .setAlertId(AlertId.of(rule.id(), values))
                .setType(type)
                .build();
        String actor = "user:" + step.text("by").orElse("test");
        return (simulator, at, number) -> simulator.say(command, actor);
    }

    private Action apply(YamlMap step, String file) {
        RuleFile content = rules.alsoKnows(step, file);
        return (simulator, at, number) -> simulator.say(content, "file:" + content.getName());
    }

    private List<Expectation> expectations(YamlMap expected) {
        Rule rule = rule(expected, "rule", expected.requiredText("rule"));
        Optional<Map<String, String>> group = group(expected, rule);
        Optional<Severity> severity = expected.word("severity", Severity.class);
        List<Expectation> expectations = new ArrayList<>();
        for (Transition transition : Transition.values()) {
            if (transition == Transition.UNKNOWN) continue;
            String field = transition.name().toLowerCase(Locale.ROOT);
            for (String when : expected.texts(field)) {
                int dots = when.indexOf("..");
                long from = time(expected, field, dots < 0 ? when : when.substring(0, dots));
                long to = dots < 0 ? from : time(expected, field, when.substring(dots + 2));
                if (from > to) throw expected.error(field, "'" + when + "' ends before it begins");
                expectations.add(new Expectation(rule.id(), group, severity, transition, from, to));
            }
        }
        if (expectations.isEmpty()) {
            throw expected.error("rule", "what should become of it? Write for instance active: 1m..1m10s");
        }
        expected.requireAllRead();
        return expectations;
    }

    private Rule rule(YamlMap where, String field, String id) {
        return rules.find(id)
                .orElseThrow(() -> where.error(
                        field, "there is no rule '" + id + "'; there are " + String.join(", ", rules.ids())));
    }

    private static Optional<Map<String, String>> group(YamlMap where, Rule rule) {
        if (!where.has("group")) return Optional.empty();
        Map<String, String> group = where.textsByName("group");
        Set<String> labels = new HashSet<>();
        rule.groupBy().forEach(path -> labels.add(FieldPath.label(path)));
        if (!group.keySet().equals(labels)) {
            throw where.error("group", "has to have the fields that the rule groups by: " + labels);
        }
        return Optional.of(group);
    }

    /** A time after the start, or one with a date: milliseconds since 1970-01-01 UTC. */
    private long time(YamlMap where, String field, String text) {
        String stripped = text.strip();
        try {
            return start + Durations.parse(stripped).toMillis();
        } catch (IllegalArgumentException | ArithmeticException e) {
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
