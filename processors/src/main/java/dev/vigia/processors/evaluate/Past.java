package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Lifecycle.Pending;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;

/**
 * The last episode of an alert, which has ended by itself.
 *
 * @param standing as it was before the end, its last record being that of the end
 * @param over end of the window with which it ended: milliseconds since 1970-01-01 UTC. A later breach is another episode's.
 *     {@link Long#MIN_VALUE} where it was not noted
 */
record Past(Standing standing, long over) {

    /** Whether it ended before it had held for long enough. */
    boolean wasCancelled() {
        return standing.state() instanceof Pending;
    }

    void encode(Encoder out) {
        standing.encode(out);
        out.number(over);
    }

    static Past decode(Decoder in) {
        Standing standing = Standing.decode(in);
        return new Past(standing, in.version() < 7 ? Long.MIN_VALUE : in.number());
    }
}
