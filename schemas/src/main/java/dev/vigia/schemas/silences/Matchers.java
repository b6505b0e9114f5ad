package dev.vigia.schemas.silences;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The matchers of a silence, ready to be asked. All of them have to hold, and a label that is not there is the empty text, as in
 * Alertmanager. Immutable.
 */
public final class Matchers {

    private final List<One> all;

    private record One(String name, Predicate<String> value) {

        boolean matches(Map<String, String> labels) {
            return value.test(labels.getOrDefault(name, ""));
        }
    }

    private Matchers(List<One> all) {
        this.all = all;
    }

    /**
     * Compiles matchers; none at all match every alert.
     *
     * @throws IllegalArgumentException naming the matcher and field that is wrong
     */
    public static Matchers of(List<Matcher> matchers) {
        List<One> all = new ArrayList<>();
        for (int i = 0; i < matchers.size(); i++) all.add(one(matchers.get(i), "matchers[" + i + "]"));
        return new Matchers(List.copyOf(all));
    }

    /**
     * The same, for a silence: one that holds for an alert without any labels would mute everything.
     *
     * @throws IllegalArgumentException naming the matcher and field that is wrong
     */
    public static Matchers ofSilence(List<Matcher> matchers) {
        if (matchers.isEmpty()) throw new IllegalArgumentException("matchers: at least one is needed.");
        Matchers compiled = of(matchers);
        if (compiled.all.stream().allMatch(one -> one.value().test(""))) {
            throw new IllegalArgumentException(
                    "matchers: all of them hold for an empty label, so that every alert would be silenced; add one that does"
                            + " not, for instance alertname=~\".+\".");
        }
        return compiled;
    }

    private static One one(Matcher matcher, String where) {
        if (matcher.getName().isBlank()) throw new IllegalArgumentException(where + ".name: it is empty.");
        String value = matcher.getValue();
        return switch (matcher.getType()) {
            case EQUAL -> new One(matcher.getName(), value::equals);
            case NOT_EQUAL -> new One(matcher.getName(), text -> !value.equals(text));
            case REGEXP -> new One(matcher.getName(), compile(value, where)::matches);
            case NOT_REGEXP -> {
                Pattern pattern = compile(value, where);
                yield new One(matcher.getName(), text -> !pattern.matches(text));
            }
        };
    }

    private static Pattern compile(String expression, String where) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    where + ".value: '" + expression + "' is no regular expression (RE2): " + e.getMessage(), e);
        }
    }

    public boolean match(Alert alert) {
        return match(AlertLabels.of(alert));
    }

    public boolean match(Map<String, String> labels) {
        return all.stream().allMatch(one -> one.matches(labels));
    }

    /** A matcher as people write it, for instance {@code severity=~"high|critical"}. */
    public static String text(Matcher matcher) {
        String value = matcher.getValue().replace("\\", "\\\\").replace("\"", "\\\"");
        return matcher.getName() + operator(matcher.getType()) + '"' + value.replace("\n", "\\n") + '"';
    }

    private static String operator(MatchType type) {
        return switch (type) {
            case EQUAL -> "=";
            case NOT_EQUAL -> "!=";
            case REGEXP -> "=~";
            case NOT_REGEXP -> "!~";
        };
    }

    private static final java.util.regex.Pattern WRITTEN = java.util.regex.Pattern.compile(
            "\\s*(\"(?:[^\"\\\\]|\\\\.)+\"|[^\\s=!~\"{},]+)\\s*(=~|!~|!=|=)\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\"]*?)\\s*",
            java.util.regex.Pattern.DOTALL);

    /**
     * Reads what {@link #text} writes; quotes may be left out where there is nothing to escape.
     *
     * @throws IllegalArgumentException when it is not {@code name OPERATOR value}
     */
    public static Matcher parse(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is no matcher; write name=value, name!=value, name=~\"regular expression\" or name!~\"regular"
                    + " expression\".");
        }
        MatchType type = List.of(MatchType.values()).stream()
                .filter(one -> operator(one).equals(written.group(2)))
                .findFirst()
                .orElseThrow();
        return new Matcher(unquoted(written.group(1)), type, unquoted(written.group(3)));
    }

    private static String unquoted(String text) {
        if (!text.startsWith("\"")) return text;
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char next = text.charAt(i);
            if (next != '\\') {
                out.append(next);
                continue;
            }
            char escaped = text.charAt(++i);
            out.append(escaped == 'n' ? '\n' : escaped);
        }
        return out.toString();
    }
}
