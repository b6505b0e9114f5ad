package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Reach;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.WarmUp;
import java.util.Map;
import java.util.TreeMap;

/**
 * When a spec came into force: at which offset of {@code control}, and where each partition began. Times are event time
 * in milliseconds since 1970-01-01 UTC, {@code ALWAYS} where nothing was thrown away.
 *
 * @param keptFrom first instant of which the buckets were kept when the rule came to look further back
 * @param termsFrom when it came to know groups for longer
 * @param anewUntil up to when records are counted anew, since the rule came to look further back; {@code NEVER} where it
 *     began with nothing
 */
record Beginning(
        Source source,
        long spec,
        long version,
        Map<Integer, Start> starts,
        long keptFrom,
        long termsFrom,
        long anewUntil) {

    static final long ALWAYS = Long.MIN_VALUE;
    static final long NEVER = Long.MAX_VALUE;
    static final long NOT_NOTED = -1;

    private static final int LAYOUT = 3;

    /**
     * From where on a partition is counted.
     *
     * @param from the watermark before, milliseconds since 1970-01-01 UTC; {@code ALWAYS} from the first record on
     * @param offset of the first record that was counted as it came; {@code NOT_NOTED} by older versions
     * @param warmedTo offset up to which earlier records have been counted since; {@code NOT_NOTED} while none have
     */
    record Start(long from, long offset, long warmedTo) {

        /** Whether a slice of earlier records is the next one. */
        boolean isNext(long sliceFrom, WarmUp warmUp) {
            if (offset == NOT_NOTED || warmUp.getEndOffset() != offset) return false;
            return sliceFrom == (warmedTo == NOT_NOTED ? warmUp.getBeginOffset() : warmedTo);
        }

        /** The same with a slice counted. */
        Start and(long sliceTo, long since) {
            return new Start(sliceTo >= offset ? Math.min(from, since) : from, offset, sliceTo);
        }

        void encode(Encoder out) {
            out.number(from).number(offset).number(warmedTo);
        }

        static Start decode(Decoder in) {
            long from = in.number();
            return in.version() < 3 ? new Start(from, NOT_NOTED, NOT_NOTED) : new Start(from, in.number(), in.number());
        }
    }

    static Beginning at(long version, Installed installed) {
        return new Beginning(
                installed.rule().source(), installed.spec(), version, new TreeMap<>(), ALWAYS, ALWAYS, NEVER);
    }

    /** The same with a rule in place of another that counts the same. */
    Beginning under(Installed before, Installed now, long dataTime) {
        boolean reachesOn = now.keeps(spec) > before.keeps(spec);
        return new Beginning(
                source,
                spec,
                version,
                starts,
                reachesOn ? Math.max(keptFrom, Buckets.keptFrom(before, spec, dataTime)) : keptFrom,
                termsUnder(before, now, dataTime),
                anewUntil);
    }

    private long termsUnder(Installed before, Installed now, long dataTime) {
        return Reach.memory(now.rule()) > Reach.memory(before.rule()) ? dataTime : termsFrom;
    }

    /** The same, with what was counted before an event time left out, and counted anew. */
    Beginning anew(long since, long until, Installed before, Installed now, long dataTime) {
        return new Beginning(source, spec, since, new TreeMap<>(), ALWAYS, termsUnder(before, now, dataTime), until);
    }

    /** Whether earlier records are counted anew, up to {@code anewUntil}. */
    boolean countsAnew() {
        return anewUntil != NEVER;
    }

    /** Whether what was counted by the rules as they were at an offset of {@code control} does not count any more. */
    boolean leavesOut(long rulesOffset, long bucket) {
        return countsAnew() && rulesOffset < version && bucket < anewUntil;
    }

    /** Whether nothing is lacking of what lies behind an instant. */
    boolean isWholeFrom(long instant) {
        return keptFrom <= instant && starts.values().stream().allMatch(start -> start.from() <= instant);
    }

    /** Where it begins in a partition that has come to be counted by the rule from {@code start} on. */
    Start begin(Start start) {
        return countsAnew() ? new Start(anewUntil, start.offset(), NOT_NOTED) : start;
    }

    byte[] encode() {
        Encoder out = new Encoder(LAYOUT).text(source.name()).number(spec).number(version);
        out.number(keptFrom).number(termsFrom).number(anewUntil);
        out.number(starts.size());
        starts.forEach((partition, start) -> {
            out.number(partition);
            start.encode(out);
        });
        return out.toBytes();
    }

    static Beginning decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        Source source = Source.valueOf(in.text());
        long spec = in.number();
        long version = in.number();
        boolean noted = in.version() > 1;
        long keptFrom = noted ? in.number() : ALWAYS;
        long termsFrom = noted ? in.number() : ALWAYS;
        long anewUntil = in.version() > 2 ? in.number() : NEVER;
        Beginning beginning = new Beginning(source, spec, version, new TreeMap<>(), keptFrom, termsFrom, anewUntil);
        for (int i = in.integer(); i > 0; i--) beginning.starts.put(in.integer(), Start.decode(in));
        return beginning;
    }
}
