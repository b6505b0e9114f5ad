package dev.vigia.processors.dispatch;

import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Ids;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last gate: how much a receiver is told in a time. What is beyond its limit is gathered, and told as one summary when the time is
 * over; while as much comes as before, that goes on. All of it is human time.
 */
final class Storms {

    private static final int LAYOUT = 1;
    private static final char RECEIVER = 'Y';
    private static final char RULE = 'y';

    private final OrderedStore store;

    Storms(OrderedStore store) {
        this.store = store;
    }

    /**
     * How much a receiver was told.
     *
     * @param told how many notifications at which tick, of those that count still; milliseconds since 1970-01-01 UTC
     * @param summaryId of the summary that is gathered; empty for none
     * @param dueAt when that is told
     * @param gathered how much is in it
     */
    private record Storm(SortedMap<Long, Integer> told, String summaryId, long dueAt, int gathered) {

        boolean gathers() {
            return !summaryId.isEmpty();
        }
    }

    /** Whether a receiver cannot be told one more thing by itself. */
    boolean isFull(Receiver receiver, long now) {
        if (receiver.storm().isEmpty()) return false;
        Storm storm = find(receiver.name());
        return storm.gathers()
                || told(storm, receiver, now) >= receiver.storm().get().limit();
    }

    private static long told(Storm storm, Receiver receiver, long now) {
        return recent(storm, receiver, now).values().stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    private static SortedMap<Long, Integer> recent(Storm storm, Receiver receiver, long now) {
        long per = receiver.storm().orElseThrow().per().toMillis();
        return new TreeMap<>(storm.told().tailMap(now - per + 1));
    }

    /** Counts a notification. */
    void count(Receiver receiver, long now) {
        if (receiver.storm().isEmpty()) return;
        Storm storm = find(receiver.name());
        SortedMap<Long, Integer> told = recent(storm, receiver, now);
        told.merge(now, 1, Integer::sum);
        put(receiver.name(), new Storm(told, storm.summaryId(), storm.dueAt(), storm.gathered()));
    }

    /** What something was gathered for: id of the summary, and when it is told. */
    record Place(String summaryId, long dueAt) {}

    Place gather(Receiver receiver, Alert alert, Reason reason, long now) {
        Storm storm = find(receiver.name());
        if (!storm.gathers()) storm = begun(receiver, storm.told(), now);
        put(receiver.name(), new Storm(storm.told(), storm.summaryId(), storm.dueAt(), storm.gathered() + 1));
        byte[] rule = ruleKey(receiver.name(), alert.getRuleId());
        Summary summary = store.get(rule).map(Summary::decode).orElse(Summary.EMPTY);
        store.put(rule, summary.and(alert, reason).encode());
        return new Place(storm.summaryId(), storm.dueAt());
    }

    private static Storm begun(Receiver receiver, SortedMap<Long, Integer> told, long now) {
        String id = Ids.of("summary", receiver.name(), Long.toString(now));
        return new Storm(told, id, now + receiver.storm().orElseThrow().per().toMillis(), 0);
    }

    /** A receiver whose summary is due. */
    record Due(String receiver, String summaryId) {}

    /** Those whose summaries are due, by name. */
    List<Due> due(long now) {
        List<Due> due = new ArrayList<>();
        Key all = Key.of(RECEIVER);
        store.scan(all.bytes(), all.end(), (key, value) -> {
            Storm storm = decode(value);
            if (storm.gathers() && storm.dueAt() <= now) due.add(new Due(Key.textAt(key, 1), storm.summaryId()));
            return true;
        });
        return due;
    }

    /**
     * Takes out what was gathered, by rule. While no less comes than is told one by one, the next summary begins at once.
     *
     * @param receiver empty where the routes do not have it any more
     */
    SortedMap<String, Summary> take(String name, Optional<Receiver> receiver, long now) {
        SortedMap<String, Summary> rules = new TreeMap<>();
        List<byte[]> keys = new ArrayList<>();
        Key all = Key.of(RULE).text(name + '\0');
        store.scan(all.bytes(), all.end(), (key, value) -> {
            rules.put(Key.textAt(key, all.bytes().length), Summary.decode(value));
            return keys.add(key);
        });
        keys.forEach(store::delete);
        Storm storm = find(name);
        Optional<Receiver.Storm> limit = receiver.flatMap(Receiver::storm);
        if (limit.isEmpty()) store.delete(key(name));
        else if (storm.gathered() >= limit.get().limit()) put(name, begun(receiver.get(), storm.told(), now));
        else put(name, new Storm(storm.told(), "", 0, 0));
        return rules;
    }

    private Storm find(String receiver) {
        return store.get(key(receiver)).map(Storms::decode).orElse(new Storm(new TreeMap<>(), "", 0, 0));
    }

    private void put(String receiver, Storm storm) {
        Encoder out = new Encoder(LAYOUT).number(storm.told().size());
        long before = 0;
        for (var tick : storm.told().entrySet()) {
            out.number(tick.getKey() - before).number(tick.getValue());
            before = tick.getKey();
        }
        out.text(storm.summaryId()).number(storm.dueAt()).number(storm.gathered());
        store.put(key(receiver), out.toBytes());
    }

    private static Storm decode(byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        SortedMap<Long, Integer> told = new TreeMap<>();
        long at = 0;
        for (int i = in.integer(); i > 0; i--) {
            at += in.number();
            told.put(at, in.integer());
        }
        return new Storm(told, in.text(), in.number(), in.integer());
    }

    private static byte[] key(String receiver) {
        return Key.of(RECEIVER).text(receiver).bytes();
    }

    private static byte[] ruleKey(String receiver, String ruleId) {
        return Key.of(RULE).text(receiver + '\0' + ruleId).bytes();
    }
}
