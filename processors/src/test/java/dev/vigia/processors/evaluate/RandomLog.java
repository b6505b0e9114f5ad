package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.rules.Spec;
import dev.vigia.processors.sketch.Distinct;
import dev.vigia.processors.sketch.Sketch;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Listening;
import dev.vigia.schemas.avro.PostedAlert;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** A log of {@code signals} with a bit of everything in it: incidents, late records, commands, changed rules. */
final class RandomLog {

    private static final List<String> SERVICES = List.of("shop", "cart", "checkout", "");
    private static final String[] VERSIONS = {"0.2", "0.1", "0.3"};

    private final Random random;
    private final BiPredicate<String, List<String>> has;
    private final List<Signal> signals = new ArrayList<>();
    private final long[] positions = new long[2];
    private final long[] watermarks = {Timeline.BEGINNING, Timeline.BEGINNING};
    private List<Rule> rules = List.of();
    private long clock = Timeline.BEGINNING;
    private long controls;

    private RandomLog(long seed, BiPredicate<String, List<String>> has) {
        this.random = new Random(seed);
        this.has = has;
    }

    static List<Signal> of(long seed, int steps) {
        return of(seed, steps, (rule, group) -> true);
    }

    /** @param has which alerts the log has deltas of, by rule and group */
    static List<Signal> of(long seed, int steps, BiPredicate<String, List<String>> has) {
        RandomLog log = new RandomLog(seed, has);
        log.add(new Tick(log.clock, List.of(new Input("logs", 2))));
        log.changeRules();
        for (int i = 0; i < steps; i++) log.step(i);
        return log.signals;
    }

    private void step(int i) {
        clock += random.nextInt(4_000);
        int what = random.nextInt(100);
        if (what < 2) changeRules();
        else if (what < 9) command();
        else if (what < 12) add(new Tick(clock, List.of(new Input("logs", 2))));
        else if (what < 16) post();
        else frame(i);
    }

    /** Somebody outside tells of an alert, again maybe, or that it is over; or nobody does. */
    private void post() {
        add(new Listening(clock));
        String name = "outside-" + random.nextInt(3);
        long startsAt = clock - random.nextInt(20_000);
        long endsAt = clock + random.nextInt(60_000) - 10_000;
        boolean timeout = random.nextBoolean();
        if (!has.test("", List.of("alertname", name))) return;
        Map<String, String> labels = Map.of("alertname", name);
        add(new PostedAlert(labels, Map.of("summary", "at " + clock), null, startsAt, endsAt, timeout, clock));
        if (random.nextInt(4) == 0) {
            CommandType[] types = CommandType.values();
            command(AlertId.ofLabels(labels), types[random.nextInt(types.length)]);
        }
    }

    private void changeRules() {
        String yaml = """
                calendars:
                  - {id: shifts, zone: UTC, hours: ["08:00-08:10", "08:15-08:21"]}
                rules:
                  - {id: rate, title: "{service} fails", aggregate: error_rate, errors: severity_number >= 17, above: %s,
                     group_by: [service], severity: high, min_samples: 5, window: 30s, for: 20s, recover_for: 20s,
                     watch: 30s}
                  - {id: slow, aggregate: percentile, field: http.duration, percentile: 90, above: 2, group_by: [service],
                     flapping: {changes: 3, within: 10m, settle_for: 40s}, severity: low, min_samples: 3, window: 1m, recover_for: 10s}
                  - {id: quiet, aggregate: count, below: 4, group_by: [service], severity: info, window: 20s}
                  - {id: levels, aggregate: count, severities: {low: 6, high: 9, critical: 12}, recover_at: {low: 4, high: 7},
                     group_by: [service], window: 20s, for: 10s, keep_firing_for: 10s, recover_for: 20s, no_data: keep_last,
                     forget_after: 2m}
                  - {id: row, aggregate: count, above: 5, consecutive: 2, window: 20s, group_by: [service], severity: low,
                     no_data: ignore, forget_after: 1m}
                  - {id: silent, absent_for: 30s, group_by: [service], severity: high, recover_for: 0, forget_after: 1m}
                  - {id: spike, aggregate: count, compare: ratio, above: 1.5, group_by: [service], severity: low, window: 20s}
                  - {id: surge, aggregate: count, compare: difference, above: 6, group_by: [service], severity: low, window: 20s,
                     min_samples: 8, min_samples_before: 0}
                  - {id: kept, aggregate: error_rate, errors: severity_number >= 17, above: 0.3, group_by: [service],
                     severity: low, min_samples: 8, window: 20s, no_data: keep_last, forget_after: 1m}
                  - {id: users, aggregate: distinct, field: attributes.user, above: 9, group_by: [service], severity: low,
                     window: 30s}
                  - {id: day, aggregate: sum, field: http.duration, above: 60, window: day, zone: Asia/Kathmandu,
                     group_by: [service], severity: low}
                  - {id: climb, aggregate: slope, field: http.duration, above: 0.005, group_by: [service], severity: low,
                     window: 1m}
                  - {id: fresh, aggregate: new_term, memory: 30s, window: 10s, group_by: [service], severity: low}
                  - {id: nothing, absent_for: 20s, severity: high, active: shifts}
                  - {id: both, parts: {many: {above: 8, window: 20s}, slow: {aggregate: percentile, field: http.duration,
                     percentile: 50, above: 0.8, min_samples: 3, window: 30s}}, severities: {low: many, high: many and slow},
                     group_by: [service], for: 10s, recover_for: 20s}
                  - {id: lonely, parts: {many: {above: 8, window: 20s}, slow: {aggregate: max, field: http.duration, above: 2,
                     window: 30s}}, condition: many and not slow, group_by: [service], severity: low}
                  - {id: steps, parts: {many: {above: 12, window: 20s}, few: {below: 3, window: 10s}},
                     sequence: [many, few], within: 1m, group_by: [service], severity: low}
                  - {id: unanswered, parts: {asked: {above: 6}, told: {aggregate: max, field: http.duration, above: 3}},
                     sequence: [asked, not told], within: 30s, group_by: [service], severity: low}
                  - {id: budget, errors: severity_number >= 17, min_samples: 5, group_by: [service],
                     slo: {objective: 90, burn_rates: [{severity: critical, factor: 3, window: 40s, short_window: 10s},
                     {severity: medium, factor: 1, window: 1m, short_window: 20s}]}}
                  %s
                """.formatted(
                        VERSIONS[random.nextInt(3)],
                        random.nextBoolean()
                                ? "- {id: mean, aggregate: mean, field: http.duration, above: 1.4, severity: low}"
                                : "");
        rules = RuleSetParser.parse("random.yaml", yaml).rules();
        control("file:random.yaml", new RuleFile("random.yaml", yaml));
    }

    /** Somebody goes through the alerts of a rule, of which few are open as a rule. */
    private void command() {
        String rule = rules.get(random.nextInt(rules.size())).id();
        CommandType[] types = CommandType.values();
        CommandType type = types[random.nextInt(types.length)];
        for (String service : SERVICES) {
            String alert = AlertId.of(rule, List.of(service));
            command(alert, type);
            if (type == CommandType.RESOLVE && random.nextInt(3) > 0) command(alert, CommandType.REOPEN);
        }
    }

    private void command(String alert, CommandType type) {
        Long expected = random.nextInt(4) == 0 ? (Long) (long) random.nextInt(4) : null;
        String assignee = random.nextBoolean() ? "rui" : null;
        control("user:ana", new AlertCommand(alert, null, type, expected, assignee, clock + random.nextInt(60_000)));
    }

    private void control(String actor, Object body) {
        long offset = controls++;
        add(new ControlSignal(offset, new Control("c" + offset, clock, actor, null, body)));
    }

    private void frame(int step) {
        int partition = random.nextInt(2);
        List<Delta> deltas = new ArrayList<>();
        long from = positions[partition];
        boolean incident = step / 60 % 2 == 1;
        for (Rule rule : rules) {
            for (String service : SERVICES) {
                List<String> group = rule.groupBy().isEmpty() ? List.of() : List.of(service);
                // Nothing comes for a minute out of two.
                boolean silent = rule.id().equals("nothing") || rule.id().equals("silent") && service.equals("shop");
                if (silent && step / 30 % 2 == 1) continue;
                if (!has.test(rule.id(), group)) continue;
                for (long spec : specs(rule)) {
                    if (random.nextInt(3) == 0) deltas.add(delta(rule, spec, group, partition, incident));
                }
            }
        }
        if (random.nextInt(3) > 0) watermarks[partition] = Math.max(watermarks[partition], clock - 10_000);
        Cut cut = new Cut(
                "logs", partition, from, positions[partition], positions[partition] - from, watermarks[partition]);
        add(new Frame(List.of(cut), controls - 1, clock, deltas, false, clock, null, 0L));
    }

    /** What is counted for a rule: its parts, or itself. */
    private static Set<Long> specs(Rule rule) {
        if (!(rule.aggregate() instanceof Aggregate.Joint joint))
            return Set.of(Spec.of(rule).hash());
        return joint.parts().stream()
                .map(part -> Spec.of(part.rule()).hash())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Delta delta(Rule rule, long spec, List<String> group, int partition, boolean incident) {
        long count = 1 + random.nextInt(9);
        long late = random.nextInt(20) == 0 ? random.nextInt(600_000) : random.nextInt(15_000);
        long bucket = Math.floorDiv(clock - late, 10_000) * 10_000;
        Sketch sketch = new Sketch();
        Distinct distinct = new Distinct();
        double sum = 0;
        double max = 0;
        for (int i = 0; i < count; i++) {
            double value = random.nextDouble() * (incident ? 4 : 1.5);
            sketch.add(value, 1);
            distinct.add("user" + random.nextInt(incident ? 40 : 10));
            sum += value;
            max = Math.max(max, value);
        }
        positions[partition] += count;
        return Delta.newBuilder()
                .setCut(0)
                .setSeries(rule.id())
                .setSpec(spec)
                .setGroup(group)
                .setBucket(bucket)
                .setCount(count)
                .setErrors(incident ? random.nextInt((int) count + 1) : 0)
                .setValues(count)
                .setSum(sum)
                .setMin(0)
                .setMax(max)
                .setSketch(sketch.toBytes())
                .setDistinct(distinct.toBytes())
                .setFirstOffset(positions[partition] - count)
                .setLastOffset(positions[partition] - 1)
                .setExemplars(List.of(positions[partition] - 1))
                .build();
    }

    private void add(Object body) {
        signals.add(new Signal(body));
    }
}
