package dev.vigia.processors.dispatch;

import dev.vigia.processors.oncall.Cover;
import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.OnCallOverride;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The live overrides of who is on call that are in force or still to come, over the file. They lie in the store, and beside it. */
final class Overrides {

    private static final int LAYOUT = 1;
    private static final Key TABLE = Key.of('U');

    private final OnCall file;
    private final OrderedStore store;
    private final Map<String, Known> byId = new TreeMap<>();
    private OnCall onCall;

    /** @param offset of its record in {@code control}: of two for the same time, the later one holds */
    private record Known(OnCallOverride override, long offset) {}

    Overrides(OnCall file, OrderedStore store) {
        this.file = file;
        this.store = store;
        store.scan(TABLE.bytes(), TABLE.end(), (key, value) -> {
            String id = Key.textAt(key, 1);
            byId.put(id, decode(id, value));
            return true;
        });
        this.onCall = covered();
    }

    /** Who is on call, by the file and these. */
    OnCall onCall() {
        return onCall;
    }

    /** Takes an override in its new version. */
    void take(OnCallOverride override, long offset) {
        Known known = new Known(override, offset);
        byId.put(override.getOverrideId(), known);
        store.put(key(override.getOverrideId()), encode(known));
        onCall = covered();
    }

    /** Forgets those that have ended. */
    void forgetEnded(long now) {
        List<String> ended = byId.values().stream()
                .filter(known -> known.override().getEndsAt() <= now)
                .map(known -> known.override().getOverrideId())
                .toList();
        if (ended.isEmpty()) return;
        for (String id : ended) {
            byId.remove(id);
            store.delete(key(id));
        }
        onCall = covered();
    }

    private OnCall covered() {
        return file.with(byId.values().stream()
                .sorted(Comparator.comparingLong(Known::offset))
                .map(known -> Cover.of(known.override()))
                .toList());
    }

    private static byte[] key(String id) {
        return TABLE.text(id).bytes();
    }

    private static byte[] encode(Known known) {
        OnCallOverride override = known.override();
        String covers = override.getCovers();
        return new Encoder(LAYOUT)
                .number(known.offset())
                .text(override.getSchedule())
                .text(override.getPerson())
                .flag(covers != null)
                .text(covers == null ? "" : covers)
                .number(override.getStartsAt())
                .number(override.getEndsAt())
                .toBytes();
    }

    /** Why matters to people only; the topic keeps that. */
    private static Known decode(String id, byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        long offset = in.number();
        String schedule = in.text();
        String person = in.text();
        boolean one = in.flag();
        String covers = in.text();
        return new Known(
                new OnCallOverride(id, schedule, person, one ? covers : null, in.number(), in.number(), ""), offset);
    }
}
