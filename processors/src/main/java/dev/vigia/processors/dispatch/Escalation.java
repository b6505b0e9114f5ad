package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;

/**
 * How far an escalation policy has got with an episode.
 *
 * @param group id of the group by which it began
 * @param next number of the step that comes next, through all rounds
 * @param dueAt when that is, milliseconds since 1970-01-01 UTC; 0 while it rests, and after the last one
 * @param heldBy why it rests, or the reason for which the step is held back and what is behind it; empty while neither is so
 */
record Escalation(String episodeId, String policy, String group, int next, long dueAt, String heldBy) {

    private static final int LAYOUT = 1;

    Escalation step(int number, long at) {
        return new Escalation(episodeId, policy, group, number, at, "");
    }

    Escalation rest(Reason by) {
        return new Escalation(episodeId, policy, group, next, 0, by.name());
    }

    boolean rests() {
        return dueAt == 0 && !heldBy.isEmpty();
    }

    boolean restsBy(Reason reason) {
        return rests() && heldBy.equals(reason.name());
    }

    Escalation held(String by, long askAgainAt) {
        return new Escalation(episodeId, policy, group, next, askAgainAt, by);
    }

    byte[] encode() {
        return new Encoder(LAYOUT)
                .text(group)
                .number(next)
                .number(dueAt)
                .text(heldBy)
                .toBytes();
    }

    static Escalation decode(String episodeId, String policy, byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        return new Escalation(episodeId, policy, in.text(), in.integer(), in.number(), in.text());
    }
}
