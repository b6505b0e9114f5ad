package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.silences.Matchers;
import dev.vigia.schemas.silences.SilenceState;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The silences that are in force or still to come. They lie in the store, and compiled beside it. */
final class Silences implements Gate {

    private static final int LAYOUT = 1;
    private static final Key TABLE = Key.of('Q');

    private final OrderedStore store;
    private final NavigableMap<String, Known> byId = new TreeMap<>();

    private record Known(Silence silence, Matchers matchers) {

        boolean mutes(Alert alert, long now) {
            return SilenceState.of(silence, now) == SilenceState.ACTIVE && matchers.match(alert);
        }
    }

    Silences(OrderedStore store) {
        this.store = store;
        store.scan(TABLE.bytes(), TABLE.end(), (key, value) -> {
            remember(decode(Key.textAt(key, 1), value));
            return true;
        });
    }

    /** Takes a silence in its new version. One with matchers that nobody can read changes nothing. */
    void take(Silence silence) {
        try {
            remember(silence);
            store.put(key(silence.getSilenceId()), encode(silence));
        } catch (IllegalArgumentException e) {
            // The API refuses these; whoever writes to the topic by other means is not heard.
        }
    }

    private void remember(Silence silence) {
        byId.put(silence.getSilenceId(), new Known(silence, Matchers.ofSilence(silence.getMatchers())));
    }

    /** Forgets those that have ended. Returns their ids. */
    List<String> forgetEnded(long now) {
        List<String> ended = byId.values().stream()
                .map(Known::silence)
                .filter(silence -> SilenceState.of(silence, now) == SilenceState.EXPIRED)
                .map(Silence::getSilenceId)
                .toList();
        for (String id : ended) {
            byId.remove(id);
            store.delete(key(id));
        }
        return ended;
    }

    /** By the silence that mutes the alert; of several, the first in the order of their ids. */
    @Override
    public Optional<Shut> shut(Alarm alarm) {
        return byId.values().stream()
                .filter(known -> known.mutes(alarm.alert(), alarm.now()))
                .map(Known::silence)
                .map(silence -> new Shut(Reason.SILENCED, silence.getSilenceId(), OptionalLong.of(silence.getEndsAt())))
                .findFirst();
    }

    private static byte[] key(String id) {
        return TABLE.text(id).bytes();
    }

    private static byte[] encode(Silence silence) {
        Encoder out = new Encoder(LAYOUT)
                .number(silence.getStartsAt())
                .number(silence.getEndsAt())
                .number(silence.getMatchers().size());
        for (Matcher matcher : silence.getMatchers()) {
            out.text(matcher.getName()).text(matcher.getType().name()).text(matcher.getValue());
        }
        return out.toBytes();
    }

    /** Who made it and why matters to people only; the topic keeps that. */
    private static Silence decode(String id, byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        long startsAt = in.number();
        long endsAt = in.number();
        int count = in.integer();
        List<Matcher> matchers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            matchers.add(new Matcher(in.text(), MatchType.valueOf(in.text()), in.text()));
        }
        return new Silence(id, matchers, startsAt, endsAt, "", "");
    }
}
