package dev.vigia.console.views;

import dev.vigia.console.views.DecidedEpisode.Decided;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came of notifications, and what was decided on those that name no alert, which are summaries. All that somebody uses are
 * kept, and of others the last ones. For one thread at a time.
 */
final class Tellings {

    /** On one summary; a notification is tried ten times. */
    private static final int OF_SUMMARY = 50;

    /** One notification. */
    private static final class Telling {
        private int uses;
        private final List<Decided> decisions = new ArrayList<>();
        private final TreeMap<Integer, Delivery> deliveries = new TreeMap<>();
        /** Ids of those that were told in its place. */
        private final List<String> instead = new ArrayList<>();
    }

    private final int most;
    private final Map<String, Telling> used = new HashMap<>();
    private final Map<String, Telling> others = new LinkedHashMap<>();

    /** @param most how many are kept that nobody uses, at least 1 */
    Tellings(int most) {
        this.most = most;
    }

    /** Takes what came of an attempt. */
    void accept(Delivery delivery) {
        find(delivery.getNotificationId()).deliveries.put(delivery.getAttempt(), delivery);
    }

    /** Takes a decision that names no alert. */
    void accept(Decided decided) {
        DispatchDecision decision = decided.decision();
        String id = decision.getNotificationId();
        if (id.isEmpty()) return;
        List<Decided> decisions = find(id).decisions;
        decisions.add(decided);
        if (decisions.size() > OF_SUMMARY) decisions.remove(0);
        if (decision.getReason().equals("SUMMARY") && !decision.getBy().isEmpty()) standIn(decision.getBy(), id);
    }

    private void standIn(String before, String id) {
        Telling failed = find(before);
        if (failed.instead.contains(id)) return;
        failed.instead.add(id);
        use(id);
    }

    private Telling find(String id) {
        Telling known = peek(id);
        if (known != null) return known;
        Telling fresh = new Telling();
        others.put(id, fresh);
        makeRoom();
        return fresh;
    }

    private void makeRoom() {
        while (others.size() > most) {
            Iterator<Telling> eldest = others.values().iterator();
            List<String> instead = eldest.next().instead;
            eldest.remove();
            instead.forEach(this::release);
        }
    }

    /** Keeps a notification until it is {@link #release released} as often as it is used. */
    void use(String id) {
        Telling telling = find(id);
        if (telling.uses++ > 0) return;
        others.remove(id);
        used.put(id, telling);
    }

    void release(String id) {
        Telling telling = used.get(id);
        if (telling == null || --telling.uses > 0) return;
        used.remove(id);
        others.put(id, telling);
        makeRoom();
    }

    /** What was said last of a decision's attempt; of one that comes with a summary, of the summary's last attempt. */
    Optional<Delivery> delivery(Decided decided) {
        Telling telling = peek(decided.decision().getNotificationId());
        if (telling == null) return Optional.empty();
        return decided.isSummedUp()
                ? Optional.ofNullable(telling.deliveries.lastEntry()).map(Map.Entry::getValue)
                : Optional.ofNullable(telling.deliveries.get(decided.decision().getAttempt()));
    }

    /** Whether what a decision tells is known to have arrived. */
    boolean arrived(Decided decided) {
        return decided.telling().isPresent()
                && delivery(decided)
                        .filter(delivery -> delivery.getStatus() == DeliveryStatus.DELIVERED)
                        .isPresent();
    }

    /** What was decided on a summary, and on those that were told in its place. */
    List<Decided> decisions(String id) {
        List<Decided> all = new ArrayList<>();
        collect(id, all);
        return all;
    }

    private void collect(String id, List<Decided> all) {
        Telling telling = peek(id);
        if (telling == null) return;
        all.addAll(telling.decisions);
        telling.instead.forEach(other -> collect(other, all));
    }

    private @Nullable Telling peek(String id) {
        Telling known = used.get(id);
        return known == null ? others.get(id) : known;
    }
}
