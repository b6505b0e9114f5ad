package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Overflow;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.Optional;
import java.util.OptionalLong;

/** The groups that are told from new ones, by alert and spec. They outlive their buckets. */
final class Terms {

    /** 2 has the rule. */
    private static final int LAYOUT = 2;

    private static final char TERM = 'N';

    private final OrderedStore store;
    private final Cardinality cardinality;

    /** @param cardinality told of each term that comes and goes */
    Terms(OrderedStore store, Cardinality cardinality) {
        this.store = store;
        this.cardinality = cardinality;
    }

    /**
     * A group that is known. Times are event time in milliseconds since 1970-01-01 UTC.
     *
     * @param ruleId empty where nobody counts it: the overflow, or what an older release wrote
     * @param first start of the bucket with which it became known
     * @param last start of its newest bucket
     * @param until when it is forgotten
     */
    record Term(String ruleId, long first, long last, long until) {

        private boolean isCounted() {
            return !ruleId.isEmpty();
        }

        private Term counted(Subject subject) {
            return Overflow.is(subject.head().group())
                    ? this
                    : new Term(subject.rule().id(), first, last, until);
        }

        private Term and(long bucket, long memory) {
            if (bucket - last >= memory) return of(ruleId, bucket, memory);
            boolean before = bucket < first && first - bucket < memory;
            long newest = Math.max(last, bucket);
            return new Term(ruleId, before ? bucket : first, newest, newest + memory);
        }

        private static Term of(String ruleId, long bucket, long memory) {
            return new Term(ruleId, bucket, bucket, bucket + memory);
        }
    }

    Optional<Term> find(long alert, long spec) {
        return store.get(key(alert, spec)).map(bytes -> {
            Decoder in = new Decoder(bytes, LAYOUT);
            return new Term(in.version() < 2 ? "" : in.text(), in.number(), in.number(), in.number());
        });
    }

    /**
     * Takes in that a group has records, if its rule tells new groups from others.
     *
     * @param buckets their starts, in ascending order
     */
    void see(Subject subject, Iterable<Long> buckets) {
        OptionalLong memory = subject.installed().memory();
        if (memory.isEmpty()) return;
        Optional<Term> known = find(subject.alert(), subject.installed().spec());
        Optional<Term> term = known;
        for (long bucket : buckets) {
            term = Optional.of(term.map(before -> before.and(bucket, memory.getAsLong()))
                    .orElseGet(() -> Term.of("", bucket, memory.getAsLong())));
        }
        if (term.isEmpty() || term.equals(known)) return;
        Term changed = term.get().counted(subject);
        boolean wasCounted = known.filter(Term::isCounted).isPresent();
        if (!wasCounted && changed.isCounted()) cardinality.addTerm(changed.ruleId());
        put(subject.alert(), subject.installed().spec(), changed);
    }

    private void put(long alert, long spec, Term term) {
        byte[] bytes = new Encoder(LAYOUT)
                .text(term.ruleId())
                .number(term.first())
                .number(term.last())
                .number(term.until())
                .toBytes();
        store.put(key(alert, spec), bytes);
    }

    /** Whether a group became known in a span of time. */
    boolean isNewIn(long alert, long spec, long from, long to) {
        return find(alert, spec)
                .filter(term -> term.first() >= from && term.first() < to)
                .isPresent();
    }

    void forget(long alert, long spec) {
        find(alert, spec).filter(Term::isCounted).ifPresent(term -> cardinality.removeTerm(term.ruleId()));
        store.delete(key(alert, spec));
    }

    private static byte[] key(long alert, long spec) {
        return Key.of(TERM).hash(alert).hash(spec).bytes();
    }
}
