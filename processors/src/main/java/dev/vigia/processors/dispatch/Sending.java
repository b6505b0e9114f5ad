package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Ids;
import java.util.List;

/**
 * One notification and how far it got.
 *
 * @param group id of the group that it tells of; empty for none
 * @param reason the first of its items'
 * @param attempt the present or last one, from 1; 0 before the first
 * @param dueAt when the next attempt is due, milliseconds since 1970-01-01 UTC; 0 unless it waits
 * @param heldBy what holds it back; empty unless it is held
 */
record Sending(
        String id,
        String receiver,
        String group,
        Reason reason,
        Progress progress,
        int attempt,
        long dueAt,
        String heldBy) {

    private static final int LAYOUT = 1;

    enum Progress {
        /** Given to the sink; nothing is known of it. */
        UNDER_WAY,
        /** The last attempt failed and another one is due. */
        WAITING,
        /** It goes on when something is over. */
        HELD,
        DELIVERED,
        FAILED
    }

    static Sending first(String id, String receiver, String group, Reason reason) {
        return new Sending(id, receiver, group, reason, Progress.UNDER_WAY, 1, 0, "");
    }

    /** One that has to wait before its first attempt. */
    static Sending held(String id, String receiver, String group, Reason reason, String heldBy) {
        return new Sending(id, receiver, group, reason, Progress.HELD, 0, 0, heldBy);
    }

    Sending again() {
        return new Sending(id, receiver, group, reason, Progress.UNDER_WAY, attempt + 1, 0, "");
    }

    Sending waiting(long until) {
        return new Sending(id, receiver, group, reason, Progress.WAITING, attempt, until, "");
    }

    Sending held(String by) {
        return new Sending(id, receiver, group, reason, Progress.HELD, attempt, 0, by);
    }

    /** One of its own, of some of what this one tells: the same when the log is folded again. */
    Sending part(Reason first, String by) {
        String partId = Ids.of("part", id, Integer.toString(attempt), by);
        return new Sending(partId, receiver, group, first, Progress.HELD, attempt, 0, by);
    }

    byte[] encode() {
        return new Encoder(LAYOUT)
                .text(receiver)
                .text(group)
                .text(reason.name())
                .text(progress.name())
                .number(attempt)
                .number(dueAt)
                .text(heldBy)
                .toBytes();
    }

    static Sending decode(String id, byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        return new Sending(
                id,
                in.text(),
                in.text(),
                Reason.valueOf(in.text()),
                Progress.valueOf(in.text()),
                in.integer(),
                in.number(),
                in.text());
    }

    boolean isHeldBy(Gate.Shut shut) {
        return heldBy.equals(heldBy(shut));
    }

    static String heldBy(Gate.Shut shut) {
        return heldBy(shut.reason(), shut.by());
    }

    /** What holds notifications back, as a key. */
    static String heldBy(Reason reason, String by) {
        return String.join("\0", List.of(reason.name(), by, ""));
    }
}
