package dev.vigia.processors.streams;

import org.rocksdb.RocksDBException;

/**
 * State on disk of which a part is missing. Kafka Streams throws away file by file what it does not trust after a crash, and if it is
 * killed amid that, it opens what is left at the next start, before it looks whether to trust it: it would fail at each start
 * from then on.
 */
final class TornState {

    private static final String CORRUPTION = "Corruption:";

    private TornState() {}

    /** Whether that is why something failed; a lock that another process holds, or a full disk, is something else. */
    static boolean is(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RocksDBException
                    && String.valueOf(cause.getMessage()).startsWith(CORRUPTION)) return true;
        }
        return false;
    }
}
