package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.DeliveryHistory.Attempt;
import dev.vigia.sinks.notify.DeliveryHistory.Attempts;
import dev.vigia.sinks.notify.Notifier.Job;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last look before a notification leaves: whether it is still this task's, and, while that is in doubt after a pause, see
 * {@link Pulse}, what {@code deliveries} says of another task that has told it meanwhile. Waits while nobody can know. Thread-safe.
 */
final class LastLook {

    enum Finding {
        /** It is another task's now, which tells it and reports it. */
        LOST,
        /** It is another task's or was, and there is a result. */
        ENDED,
        /** It is this task's alone. */
        CLEAR,
        /** Nobody else has begun it, and somebody may be about to. */
        DOUBTFUL,
        /** Somebody else began it, and there is no result in the time that an attempt takes. */
        BEGUN
    }

    /** @param log what is known of attempts, as far as it was read */
    record Seen(Finding finding, Attempts log) {

        static final Seen LOST = new Seen(Finding.LOST, new Attempts());
        private static final Seen CLEAR = new Seen(Finding.CLEAR, new Attempts());

        /** Whether the notification is to be sent. */
        boolean mayLeave() {
            return finding != Finding.LOST && finding != Finding.ENDED;
        }
    }

    /** {@code Thread.sleep}, or what stands in for it. */
    interface Sleep {
        void millis(long millis) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LastLook.class);
    private static final long LOOK_MILLIS = 100;
    private static final long AGAIN_MILLIS = 1_000;
    /** Between {@code STARTED} and the result lie, besides the request, {@link Pulse#SETTLING}, the receiver's pace, and two writes. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final Pulse pulse;
    private final LongFunction<Attempts> history;
    private final Duration patience;
    private final Sleep sleep;

    /**
     * @param history {@link DeliveryHistory#read}
     * @param timeout how long a request takes at most
     */
    LastLook(Pulse pulse, LongFunction<Attempts> history, Duration timeout, Sleep sleep) {
        this.pulse = pulse;
        this.history = history;
        this.patience = timeout.plus(MARGIN);
        this.sleep = sleep;
    }

    /**
     * Looks once {@code STARTED} is in the log, so that of two that look at least one sees the other.
     *
     * @param covered what the notification tells as well
     * @param writes how often {@code STARTED} was written for the job, or may have been
     */
    Seen look(Job job, List<Job> covered, int writes) {
        try {
            if (!settled(job)) return Seen.LOST;
            return pulse.doubtful() ? search(job, covered, writes) : Seen.CLEAR;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Seen.LOST;
        }
    }

    /** Looks until the log says whose the attempt is. */
    private Seen search(Job job, List<Job> covered, int writes) throws InterruptedException {
        long oldest = oldest(job, covered);
        int ours = job.before().starts() + writes;
        long began = pulse.now();
        boolean said = false;
        while (true) {
            long looked = pulse.now();
            Optional<Attempts> log = read(job, oldest, said);
            said |= log.isEmpty();
            if (!settled(job)) return Seen.LOST;
            if (log.isPresent() && pulse.steadySince(looked)) {
                Attempt attempt = log.get().of(job.notification());
                if (attempt.ended()) return new Seen(Finding.ENDED, log.get());
                if (attempt.starts() <= ours) return new Seen(Finding.DOUBTFUL, log.get());
                if (looked - began > patience.toNanos()) return new Seen(Finding.BEGUN, log.get());
            }
            sleep.millis(AGAIN_MILLIS);
        }
    }

    private static long oldest(Job job, List<Job> covered) {
        return LongStream.concat(
                        LongStream.of(job.notification().getAt()),
                        covered.stream().mapToLong(older -> older.notification().getAt()))
                .min()
                .orElseThrow();
    }

    /** @return empty when it cannot be read now */
    private Optional<Attempts> read(Job job, long since, boolean said) {
        try {
            return Optional.of(history.apply(since));
        } catch (KafkaException e) {
            if (!said)
                LOG.warn(
                        "Cannot see what became of {} during a pause, trying on: {}",
                        job.notification().getId(),
                        e.toString());
            return Optional.empty();
        }
    }

    /** Waits until there was no gap of late; whether the notification is still this task's then. */
    private boolean settled(Job job) throws InterruptedException {
        while (!pulse.steady() && job.wanted().getAsBoolean()) sleep.millis(LOOK_MILLIS);
        return job.wanted().getAsBoolean();
    }
}
