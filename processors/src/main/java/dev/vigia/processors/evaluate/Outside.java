package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Telling.Cause;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.state.Ids;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.PostedAlert;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Alerts from outside: on from the first time that their sender tells of them until it says that they are over, or does not tell of
 * them again in time. No rule judges them; people act on them as on others. What is told again and changes nothing but the end
 * or the annotations is no transition.
 */
final class Outside {

    private static final char ALERT = 'o';
    private static final Key ENDS = Key.of('u');

    private final OrderedStore store;
    private final Hearing hearing;
    private final int partition;
    private final Consumer<Alert> out;

    /** @param partition of {@code signals}; it is part of the episodes' ids */
    Outside(OrderedStore store, int partition, Consumer<Alert> out) {
        this.store = store;
        this.hearing = new Hearing(store);
        this.partition = partition;
        this.out = out;
    }

    /**
     * Somebody listened at a time; what was not told again by then is over.
     *
     * @param at milliseconds since 1970-01-01 UTC
     */
    void listen(long at) {
        hearing.heard(at);
        List<Long> over = new ArrayList<>();
        long now = hearing.withoutPauses(hearing.until());
        store.scan(ENDS.bytes(), ENDS.time(now + 1).bytes(), (key, value) -> over.add(Key.hashAt(key, 9)));
        for (long alert : over) {
            find(alert).ifPresent(known -> {
                String why =
                        known.sent().timeout() ? "it was not sent again" : "the end that it was sent with has come";
                end(
                        alert,
                        known,
                        new Cause(
                                hearing.withPauses(known.end()),
                                PostedTelling.SENDER,
                                Optional.of(why),
                                Optional.empty()));
            });
        }
    }

    /** @param offset of the signal */
    void take(PostedAlert told, long offset) {
        listen(told.getReceivedAt());
        long alert = Heads.number(AlertId.ofLabels(told.getLabels()));
        Optional<Posted> known = find(alert);
        if (told.getEndsAt() <= told.getReceivedAt()) {
            known.ifPresent(before -> {
                long began = before.episode().map(Episode::startedAt).orElse(told.getEndsAt());
                Cause cause = Cause.outside(Math.max(began, told.getEndsAt()));
                end(alert, before.and(told, before.end()), cause);
            });
            return;
        }
        long end = hearing.withoutPauses(told.getEndsAt());
        Posted after = known.map(before -> before.and(told, end)).orElseGet(() -> Posted.first(told, end));
        if (known.isPresent() && !known.get().isNews(told)) {
            write(alert, known, after);
            return;
        }
        Episode begun = Episode.begin(episodeId(alert, offset), told.getStartsAt(), List.of());
        Posted on = after.on(begun);
        write(alert, known, on);
        tell(alert, on, Transition.ACTIVE, begun, Cause.outside(told.getStartsAt()));
    }

    /** Carries out what somebody wants done with an alert. Returns whether it is one of those from outside. */
    boolean obey(AlertCommand command, Control control) {
        if (!command.getAlertId().matches("[0-9a-f]{16}")) return false;
        long alert = Heads.number(command.getAlertId());
        Optional<Posted> known = find(alert);
        known.ifPresent(posted -> obey(alert, posted, command, Cause.command(control)));
        return known.isPresent();
    }

    private void obey(long alert, Posted posted, AlertCommand command, Cause cause) {
        switch (command.getType()) {
            case RESOLVE ->
                meant(posted.episode(), command).map(Episode::next).ifPresent(ended -> {
                    write(alert, Optional.of(posted), posted.resolved(ended));
                    tell(alert, posted, Transition.RESOLVED, ended, cause);
                });
            case REOPEN ->
                meant(posted.resolved(), command)
                        .ifPresent(ended -> goOn(alert, posted, Transition.REOPENED, ended.next(), cause));
            default ->
                meant(posted.episode(), command)
                        .ifPresent(open -> Deed.of(command, open.care(), cause)
                                .ifPresent(deed -> goOn(alert, posted, deed.told(), open.with(deed.care()), cause)));
        }
    }

    private static Optional<Episode> meant(Optional<Episode> episode, AlertCommand command) {
        return episode.filter(one -> Commands.isMeant(command, one));
    }

    private void goOn(long alert, Posted before, Transition told, Episode next, Cause cause) {
        write(alert, Optional.of(before), before.on(next));
        tell(alert, before, told, next, cause);
    }

    /** Forgets an alert. If it is on, it is told that it is over. */
    private void end(long alert, Posted known, Cause cause) {
        store.delete(endKey(alert, known));
        store.delete(key(alert));
        known.episode().ifPresent(open -> tell(alert, known, Transition.RESOLVED, open.next(), cause));
    }

    private void tell(long alert, Posted posted, Transition told, Episode episode, Cause cause) {
        out.accept(new PostedTelling(alert, posted.sent(), told, episode, cause).alert(hearing.until()));
    }

    private Optional<Posted> find(long alert) {
        return store.get(key(alert)).map(Posted::decode);
    }

    private void write(long alert, Optional<Posted> before, Posted after) {
        before.filter(known -> known.end() != after.end()).ifPresent(known -> store.delete(endKey(alert, known)));
        store.put(endKey(alert, after), new byte[] {1});
        store.put(key(alert), after.encode());
    }

    private String episodeId(long alert, long offset) {
        return Ids.of(Heads.id(alert), Integer.toString(partition), Long.toString(offset));
    }

    private static byte[] key(long alert) {
        return Key.of(ALERT).hash(alert).bytes();
    }

    private static byte[] endKey(long alert, Posted posted) {
        return ENDS.time(posted.end()).hash(alert).bytes();
    }
}
