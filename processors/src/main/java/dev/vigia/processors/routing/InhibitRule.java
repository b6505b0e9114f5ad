package dev.vigia.processors.routing;

import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.silences.Matchers;
import java.util.List;
import java.util.Map;

/**
 * While an alert that matches the source is on, those that match the target are not told of, where the labels in {@code equal} are
 * the same; one that is missing is as one that is empty. Immutable.
 */
public final class InhibitRule {

    private final List<Matcher> source;
    private final List<Matcher> target;
    private final List<String> equal;
    private final Matchers ofSource;
    private final Matchers ofTarget;
    private final int line;

    /** @throws IllegalArgumentException naming the matcher that is wrong */
    InhibitRule(List<Matcher> source, List<Matcher> target, List<String> equal, int line) {
        this.source = List.copyOf(source);
        this.target = List.copyOf(target);
        this.equal = List.copyOf(equal);
        this.ofSource = Matchers.of(source);
        this.ofTarget = Matchers.of(target);
        this.line = line;
    }

    /** What the alert has to match that mutes others. */
    public List<Matcher> sourceMatchers() {
        return source;
    }

    /** What the alerts have to match that are muted. */
    public List<Matcher> targetMatchers() {
        return target;
    }

    /** Names of the labels that have to be the same. */
    public List<String> equal() {
        return equal;
    }

    /** Where it begins in the file, from 1. */
    int line() {
        return line;
    }

    /** Whether an alert with these labels may mute others. */
    public boolean isSource(Map<String, String> labels) {
        return ofSource.match(labels);
    }

    /** Whether an alert with these labels may be muted. */
    public boolean isTarget(Map<String, String> labels) {
        return ofTarget.match(labels);
    }

    /** The values of the labels in {@link #equal}, in its order: the same for a source and what it mutes. */
    public List<String> equalValues(Map<String, String> labels) {
        return equal.stream().map(name -> labels.getOrDefault(name, "")).toList();
    }
}
