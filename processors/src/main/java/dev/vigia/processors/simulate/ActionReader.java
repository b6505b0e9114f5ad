package dev.vigia.processors.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.FieldPath;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.YamlMap;
import dev.vigia.processors.simulate.Step.Action;
import dev.vigia.processors.simulate.Template.Ramp;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.silences.Matchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what happens in a step of a test. */
final class ActionReader {

    private final RuleSource rules;
    private final Times times;
    /** Matchers of the silences of the steps before, by their ids. */
    private final Map<String, List<Matcher>> silences = new TreeMap<>();

    /** Reads a time of the test. */
    @FunctionalInterface
    interface Times {
        long read(YamlMap where, String field, String text);
    }

    ActionReader(RuleSource rules, Times times) {
        this.rules = rules;
        this.times = times;
    }

    /**
     * Reads the one thing that a step says.
     *
     * @param count how often it happens
     * @param late how much later than they happened records arrive: milliseconds
     */
    Action read(YamlMap step, long count, long late) {
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
        step.map("silence").ifPresent(silence -> actions.add(silence(step, silence)));
        step.text("expire").ifPresent(id -> actions.add(expire(step, id)));
        step.text("apply").ifPresent(file -> actions.add(apply(step, file)));
        if (actions.size() != 1) {
            throw step.error(
                    "", "say one thing that happens: log, metric, span, acknowledge, resolve, silence, apply …");
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
        Rule rule = rules.require(alert, "rule", alert.requiredText("rule"));
        Map<String, String> group = RuleSource.group(alert, rule).orElse(Map.of());
        alert.requireAllRead();
        List<String> values = rule.groupBy().stream()
                .map(path -> group.getOrDefault(FieldPath.label(path), ""))
                .toList();
        AlertCommand.Builder command = AlertCommand.newBuilder()
                .setAlertId(AlertId.of(rule.id(), values))
                .setType(type);
        if (type == CommandType.ASSIGN) step.text("to").ifPresent(command::setAssignee);
        if (type == CommandType.SNOOZE) {
            step.text("until").map(text -> times.read(step, "until", text)).ifPresent(command::setSnoozedUntil);
        }
        Optional<String> reason = step.text("reason");
        if (type == CommandType.COMMENT && reason.isEmpty()) throw step.error("reason", "is missing: what is said");
        AlertCommand said = command.build();
        String actor = actor(step);
        return (simulator, at, number) -> simulator.say(said, actor, reason);
    }

    private static String actor(YamlMap step) {
        return "user:" + step.text("by").orElse("test");
    }

    private Action silence(YamlMap step, YamlMap written) {
        String id = written.text("id").orElse("silence");
        List<Matcher> matchers = new ArrayList<>();
        for (String text : written.texts("matchers")) {
            try {
                matchers.add(Matchers.parse(text));
            } catch (IllegalArgumentException e) {
                throw written.error("matchers", String.valueOf(e.getMessage()));
            }
        }
        try {
            Matchers.ofSilence(matchers);
        } catch (IllegalArgumentException e) {
            throw step.error("silence", String.valueOf(e.getMessage()));
        }
        long after = written.duration("after", Duration.ZERO).toMillis();
        if (!written.has("for")) throw written.error("for", "is missing: how long it is in force");
        long lasts = written.duration("for", Duration.ZERO).toMillis();
        written.requireAllRead();
        silences.put(id, matchers);
        String actor = actor(step);
        return (simulator, at, number) ->
                simulator.say(new Silence(id, matchers, at + after, at + after + lasts, actor, ""), actor);
    }

    private Action expire(YamlMap step, String id) {
        List<Matcher> matchers = silences.get(id);
        if (matchers == null) {
            throw step.error("expire", "no step before makes a silence '" + id + "'; there are " + silences.keySet());
        }
        String actor = actor(step);
        return (simulator, at, number) -> simulator.say(new Silence(id, matchers, at, at, actor, ""), actor);
    }

    private Action apply(YamlMap step, String file) {
        RuleFile content = rules.alsoKnows(step, file);
        return (simulator, at, number) -> simulator.say(content, "file:" + content.getName());
    }
}
