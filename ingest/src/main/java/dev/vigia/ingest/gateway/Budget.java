package dev.vigia.ingest.gateway;

import com.linecorp.armeria.common.HttpStatus;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all requests which are not answered yet may hold together. Thread-safe. */
final class Budget {

    /** What a request takes besides its bytes; so there is a bound on the number of requests, too. */
    static final int OVERHEAD = 4 * 1024;

    private final long capacity;
    private final AtomicLong used = new AtomicLong();

    Budget(long capacity) {
        this.capacity = capacity;
    }

    long used() {
        return used.get();
    }

    Lease lease() {
        return new Lease();
    }

    /** What one request holds. Used by one thread after the other. */
    final class Lease implements AutoCloseable {

        private long held;

        private Lease() {}

        /**
         * Takes more.
         *
         * @throws Refusal 429 when others hold the rest, 413 when it is more than there ever is
         */
        void reserve(long bytes) throws Refusal {
            requireRoom(bytes);
            if (used.addAndGet(bytes) > capacity) {
                used.addAndGet(-bytes);
                throw busy();
            }
            held += bytes;
        }

        /** Refuses at once what cannot be reserved as things are. */
        void requireRoom(long bytes) throws Refusal {
            if (held + bytes > capacity) {
                throw new Refusal(
                        HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                        "the request takes more memory than there is (ingest.in_flight_bytes, " + capacity
                                + "); send fewer records at once");
            }
            if (used.get() + bytes > capacity) throw busy();
        }

        void giveBack(long bytes) {
            held -= bytes;
            used.addAndGet(-bytes);
        }

        @Override
        public void close() {
            giveBack(held);
        }

        private static Refusal busy() {
            return new Refusal(
                    HttpStatus.TOO_MANY_REQUESTS, "too many bytes are on their way to Kafka; send it again later");
        }
    }
}
