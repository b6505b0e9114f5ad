package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is summed up of the alerts of one rule. Immutable; bounded, whatever it sums up.
 *
 * @param title of the most severe alert
 * @param worst how bad that is
 * @param active how many began, or became news while they are on
 * @param resolved how many are over
 * @param groups those of the more severe ones, at most {@value #MOST_GROUPS}
 */
record Summary(String title, Severity worst, long active, long resolved, Map<String, Severity> groups) {

    /** As the schema says. */
    private static final int MOST_GROUPS = 20;

    /** How many rules are told of by name. Those beyond are summed up in one more line. */
    private static final int MOST_RULES = 50;

    /** Longer names of groups are cut: characters. */
    private static final int LONGEST_GROUP = 200;

    private static final int LAYOUT = 1;

    Summary {
        groups = new TreeMap<>(groups);
    }

    static final Summary EMPTY = new Summary("", Severity.INFO, 0, 0, Map.of());

    Summary and(Alert alert, Reason reason) {
        boolean worse = title.isEmpty() || alert.getSeverity().compareTo(worst) < 0;
        return new Summary(
                worse ? alert.getTitle() : title,
                worse ? alert.getSeverity() : worst,
                active + (reason.isAlarm() ? 1 : 0),
                resolved + (reason.isLast() ? 1 : 0),
                with(group(alert), alert.getSeverity()));
    }

    private Map<String, Severity> with(String group, Severity severity) {
        if (group.isEmpty()) return groups;
        Map<String, Severity> more = new TreeMap<>(groups);
        more.merge(group, severity, (a, b) -> a.compareTo(b) < 0 ? a : b);
        if (more.size() > MOST_GROUPS) {
            more.entrySet().stream()
                    .max(Map.Entry.<String, Severity>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .ifPresent(least -> more.remove(least.getKey()));
        }
        return more;
    }

    private static String group(Alert alert) {
        String name = new TreeMap<>(alert.getGroup())
                .entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
        if (name.length() <= LONGEST_GROUP) return name;
        int end = Character.isHighSurrogate(name.charAt(LONGEST_GROUP - 1)) ? LONGEST_GROUP - 1 : LONGEST_GROUP;
        return name.substring(0, end) + "…";
    }

    private static final Comparator<Map.Entry<String, Summary>> WORST_FIRST = Comparator.comparing(
                    (Map.Entry<String, Summary> rule) -> rule.getValue().worst())
            .thenComparing(rule -> -rule.getValue().active())
            .thenComparing(Map.Entry::getKey);

    /** The lines of a notification: the more severe rules first. */
    static List<SummaryLine> lines(Map<String, Summary> byRule) {
        List<Map.Entry<String, Summary>> rules =
                byRule.entrySet().stream().sorted(WORST_FIRST).toList();
        List<SummaryLine> lines = new ArrayList<>();
        rules.stream()
                .limit(MOST_RULES)
                .forEach(rule -> lines.add(rule.getValue().line(rule.getKey())));
        List<Summary> rest =
                rules.stream().skip(MOST_RULES).map(Map.Entry::getValue).toList();
        if (!rest.isEmpty()) {
            lines.add(new SummaryLine(
                    "",
                    rest.size() + " further rules",
                    rest.get(0).worst(),
                    rest.stream().mapToLong(Summary::active).sum(),
                    rest.stream().mapToLong(Summary::resolved).sum(),
                    List.of()));
        }
        return lines;
    }

    private SummaryLine line(String ruleId) {
        return new SummaryLine(ruleId, title, worst, active, resolved, List.copyOf(groups.keySet()));
    }

    byte[] encode() {
        Encoder out = new Encoder(LAYOUT)
                .text(title)
                .text(worst.name())
                .number(active)
                .number(resolved)
                .number(groups.size());
        groups.forEach((group, severity) -> out.text(group).text(severity.name()));
        return out.toBytes();
    }

    static Summary decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        String title = in.text();
        Severity worst = Severity.valueOf(in.text());
        long active = in.number();
        long resolved = in.number();
        Map<String, Severity> groups = new TreeMap<>();
        for (int i = in.integer(); i > 0; i--) groups.put(in.text(), Severity.valueOf(in.text()));
        return new Summary(title, worst, active, resolved, groups);
    }
}
