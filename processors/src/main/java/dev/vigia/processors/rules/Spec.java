package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Source;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of a rule that decides what its deltas hold. Rules that differ in threshold, {@code for}, window, comparison,
 * severity, {@code max_age} or percentile alone have the same, so that changing those keeps what has been counted.
 *
 * @param source which records
 * @param filter CEL over one record; empty means every record
 * @param groupBy field paths
 * @param kind what is kept of each record
 * @param part CEL of the errors, or of another condition that some of the records meet; empty for kinds without
 * @param field path of the field; empty for kinds without
 */
public record Spec(Source source, String filter, List<String> groupBy, Kind kind, String part, String field) {

    /** What a delta holds besides the count. The names are part of the hash. */
    public enum Kind {
        COUNT,
        /** Also how many were errors, or met another condition. */
        ERRORS,
        /** Also sum, minimum, maximum and last of a field. */
        VALUES,
        /** Also sum, minimum, maximum, last and sketch of a field. */
        SKETCH,
        /** Also which values of a field there were. */
        DISTINCT,
        /** Also which values of a field there were, and which of them the records had that meet a condition. */
        DISTINCT_SHARE
    }

    public Spec {
        groupBy = List.copyOf(groupBy);
    }

    /** All that is counted for a rule: more than one where its parts count different things. */
    public static Set<Spec> all(Rule rule) {
        Set<Spec> all = new LinkedHashSet<>();
        rule.counted().forEach(part -> all.add(of(part)));
        return all;
    }

    /** What is counted for a rule without parts. */
    public static Spec of(Rule rule) {
        return of(rule, rule.aggregate());
    }

    private static Spec of(Rule rule, Aggregate aggregate) {
        if (aggregate instanceof Aggregate.Change change) return of(rule, change.of());
        if (aggregate instanceof Aggregate.DistinctRatio ratio) {
            return of(rule, Kind.DISTINCT_SHARE, ratio.part(), ratio.field());
        }
        if (aggregate instanceof Aggregate.Share share) return of(rule, Kind.ERRORS, share.part(), "");
        if (aggregate instanceof Aggregate.BurnRate burn) return of(rule, Kind.ERRORS, burn.part(), "");
        if (aggregate instanceof Aggregate.Percentile percentile) return of(rule, Kind.SKETCH, "", percentile.field());
        if (aggregate instanceof Aggregate.Value value) return of(rule, Kind.VALUES, "", value.field());
        if (aggregate instanceof Aggregate.Trend trend) return of(rule, Kind.VALUES, "", trend.field());
        if (aggregate instanceof Aggregate.Distinct distinct) return of(rule, Kind.DISTINCT, "", distinct.field());
        return of(rule, Kind.COUNT, "", "");
    }

    private static Spec of(Rule rule, Kind kind, String part, String field) {
        return new Spec(rule.source(), rule.filter(), rule.groupBy(), kind, part, field);
    }

    /** The first 8 bytes of a SHA-256; the same in every JVM. Never 0, which stands for built-in series. */
    public long hash() {
        MessageDigest digest = AlertId.sha256();
        AlertId.update(digest, source.name());
        AlertId.update(digest, filter);
        AlertId.update(digest, kind.name());
        // At most one of the two for most kinds, whose hashes are older than there being two.
        if (kind == Kind.DISTINCT_SHARE) AlertId.update(digest, part);
        AlertId.update(digest, kind == Kind.ERRORS ? part : field);
        groupBy.forEach(path -> AlertId.update(digest, path));
        long hash = ByteBuffer.wrap(digest.digest()).getLong();
        return hash == 0 ? 1 : hash;
    }
}
