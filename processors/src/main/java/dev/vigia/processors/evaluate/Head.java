package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What is known of one rule and group besides its buckets. Mutable while one signal is folded. */
final class Head {

    /**
     * 2 has a lifecycle for each severity, and since when a series is known; 3 what people have said, and what could be
     * reopened; 4 what is watched, and whether it flaps; 5 what episodes stand on; 6 the totals of several windows; 7
     * what each severity stands on, and when the last episode was over.
     */
    static final int LAYOUT = 7;

    private final String ruleId;
    private final List<String> group;
    private Standing standing = Standing.NEW;
    private Optional<Standing> resolved = Optional.empty();
    private Optional<Past> past = Optional.empty();
    private Changes changes = Changes.NONE;
    private OptionalLong due = OptionalLong.empty();
    /** By spec; more than one only after the rule's spec changed, until the old buckets are evicted. */
    private final Map<Long, Series> series = new TreeMap<>();

    Head(String ruleId, List<String> group) {
        this.ruleId = ruleId;
        this.group = List.copyOf(group);
    }

    String ruleId() {
        return ruleId;
    }

    /** Values of the group-by fields. */
    List<String> group() {
        return group;
    }

    Standing standing() {
        return standing;
    }

    void standing(Standing next) {
        standing = next;
    }

    /**
     * The standing that somebody has ended, its last record being that of its end; empty when another episode has begun since,
     * or there is none.
     */
    Optional<Standing> resolved() {
        return resolved;
    }

    void resolved(Optional<Standing> ended) {
        resolved = ended;
    }

    /** The last episode that ended by itself; empty when another one has begun since, or there is none. */
    Optional<Past> past() {
        return past;
    }

    void past(Optional<Past> ended) {
        past = ended;
    }

    /** When the alert has begun and ended; known as long as the group has records. */
    Changes changes() {
        return changes;
    }

    void changes(Changes known) {
        changes = known;
    }

    /** End of the window that is looked at next, when data time gets there; empty when nothing waits. */
    OptionalLong due() {
        return due;
    }

    void due(OptionalLong next) {
        due = next;
    }

    Optional<Series> series(long spec) {
        return Optional.ofNullable(series.get(spec));
    }

    void series(Series next) {
        series.put(next.spec(), next);
    }

    /** The specs that there are series of. */
    List<Long> specs() {
        return List.copyOf(series.keySet());
    }

    void forget(long spec) {
        series.remove(spec);
    }

    /** Whether there is nothing left to remember. What has ended by itself changes no more once its records are gone. */
    boolean isIdle() {
        return series.isEmpty() && !standing.isOpen() && resolved.isEmpty() && due.isEmpty();
    }

    byte[] encode() {
        Encoder out = new Encoder(LAYOUT).text(ruleId).number(group.size());
        group.forEach(out::text);
        out.flag(due.isPresent());
        if (due.isPresent()) out.number(due.getAsLong());
        out.number(series.size());
        series.values().forEach(one -> one.encode(out));
        standing.encode(out);
        out.flag(resolved.isPresent());
        resolved.ifPresent(ended -> ended.encode(out));
        changes.encode(out);
        out.flag(past.isPresent());
        past.ifPresent(ended -> ended.encode(out));
        return out.toBytes();
    }

    static Head decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        String ruleId = in.text();
        String[] group = new String[in.integer()];
        for (int i = 0; i < group.length; i++) group[i] = in.text();
        Head head = new Head(ruleId, List.of(group));
        if (in.flag()) head.due = OptionalLong.of(in.number());
        for (int i = in.integer(); i > 0; i--) head.series(Series.decode(in));
        head.standing = in.version() < 2 ? Standing.decodeFirst(in) : Standing.decode(in);
        if (in.version() >= 3 && in.flag()) head.resolved = Optional.of(Standing.decode(in));
        if (in.version() >= 4) head.changes = Changes.decode(in);
        if (in.version() >= 5 && in.flag()) head.past = Optional.of(Past.decode(in));
        return head;
    }
}
