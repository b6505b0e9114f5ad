package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The escalations of the episodes that are on, with an index by when something is due. */
final class EscalationTable {

    private static final char ESCALATION = 's';
    private static final char DUE = 't';

    private final OrderedStore store;
    private final TimeIndex index;

    EscalationTable(OrderedStore store) {
        this.store = store;
        this.index = new TimeIndex(store, DUE);
    }

    Optional<Escalation> find(String episodeId, String policy) {
        return store.get(key(episodeId, policy)).map(value -> Escalation.decode(episodeId, policy, value));
    }

    List<Escalation> ofEpisode(String episodeId) {
        List<Escalation> all = new ArrayList<>();
        Key prefix = Key.of(ESCALATION).text(episodeId + '\0');
        store.scan(prefix.bytes(), prefix.end(), (key, value) -> {
            String policy = Key.textAt(key, prefix.bytes().length);
            return all.add(Escalation.decode(episodeId, policy, value));
        });
        return all;
    }

    void put(Escalation escalation) {
        remove(escalation);
        store.put(key(escalation.episodeId(), escalation.policy()), escalation.encode());
        if (escalation.dueAt() > 0) index.put(escalation.dueAt(), name(escalation));
    }

    void remove(Escalation escalation) {
        find(escalation.episodeId(), escalation.policy())
                .ifPresent(before -> index.remove(before.dueAt(), name(before)));
        store.delete(key(escalation.episodeId(), escalation.policy()));
    }

    /** Those with a step that is due, the longest due first. */
    List<Escalation> due(long now) {
        List<Escalation> due = new ArrayList<>();
        for (String name : index.due(now)) {
            int end = name.indexOf('\0');
            find(name.substring(0, end), name.substring(end + 1)).ifPresent(due::add);
        }
        return due;
    }

    private static byte[] key(String episodeId, String policy) {
        return Key.of(ESCALATION).text(episodeId + '\0' + policy).bytes();
    }

    private static String name(Escalation escalation) {
        return escalation.episodeId() + '\0' + escalation.policy();
    }
}
