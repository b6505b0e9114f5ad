package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Lifecycle.Active;
import dev.vigia.processors.evaluate.Lifecycle.Breach;
import dev.vigia.processors.evaluate.Lifecycle.Inactive;
import dev.vigia.processors.evaluate.Lifecycle.Open;
import dev.vigia.processors.evaluate.Lifecycle.Pending;
import dev.vigia.processors.evaluate.Lifecycle.Recovering;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What is known of one rule and group besides its buckets. Mutable while one signal is folded. */
final class Head {

    private static final int LAYOUT = 1;

    private final String ruleId;
    private final List<String> group;
    private Lifecycle lifecycle = Inactive.NEW;
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

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Optional<Open> episode() {
        return lifecycle instanceof Open open ? Optional.of(open) : Optional.empty();
    }

    void lifecycle(Lifecycle next) {
        lifecycle = next;
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

    void forget(long spec) {
        series.remove(spec);
    }

    /** Whether there is nothing left to remember. */
    boolean isIdle() {
        return series.isEmpty() && lifecycle instanceof Inactive && due.isEmpty();
    }

    byte[] encode() {
        Encoder out = new Encoder(LAYOUT).text(ruleId).number(group.size());
        group.forEach(out::text);
        out.flag(due.isPresent());
        if (due.isPresent()) out.number(due.getAsLong());
        out.number(series.size());
        series.values().forEach(one -> one.encode(out));
        encode(out, lifecycle);
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
        head.lifecycle = decodeLifecycle(in);
        return head;
    }

    private static void encode(Encoder out, Lifecycle lifecycle) {
        if (lifecycle instanceof Inactive inactive) {
            out.number(0).number(inactive.settledTo());
            return;
        }
        Open open = (Open) lifecycle;
        out.number(open instanceof Pending ? 1 : open instanceof Active ? 2 : 3);
        open.episode().encode(out);
        out.number(open.breach().windowEnd()).number(open.breach().seen());
        if (open instanceof Pending pending) out.number(pending.since()).number(pending.heldTo());
        if (open instanceof Recovering recovering) out.number(recovering.since());
    }

    private static Lifecycle decodeLifecycle(Decoder in) {
        int kind = in.integer();
        if (kind == 0) return new Inactive(in.number());
        Episode episode = Episode.decode(in);
        Breach breach = new Breach(in.number(), in.number());
        return switch (kind) {
            case 1 -> new Pending(episode, breach, in.number(), in.number());
            case 2 -> new Active(episode, breach);
            default -> new Recovering(episode, breach, in.number());
        };
    }
}
