package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.sinks.notify.Receivers.Receiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one attempt a notification and reports it: {@code STARTED} before, the result after. An attempt that a predecessor
 * began and did not report is made again, which the report says; one that ends the process each time is given up. Nothing is
 * sent while a successor may be at work already, see {@link Pulse}. Thread-safe.
 */
final class Notifier implements AutoCloseable {

    /**
     * What is to be done.
     *
     * @param before what is known of this attempt
     * @param wanted whether the notification is still this task's
     * @param whenReported called from another thread once the result is in {@code deliveries}
     */
    record Job(
            Notification notification, DeliveryHistory.Attempt before, BooleanSupplier wanted, Runnable whenReported) {}

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final int MAX_STARTS = 3;
    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final long AGAIN_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 100;

    private final Receivers receivers;
    private final DeliveryWriter deliveries;
    private final NotifySinkConfig config;
    private final Pulse pulse;
    private final Map<String, ReceiverQueue> queues = new ConcurrentHashMap<>();
    private final Map<String, Backlog> backlogs = new ConcurrentHashMap<>();
    /** What needs no attempt is only reported. */
    private final ReceiverQueue reports = new ReceiverQueue("reports", Integer.MAX_VALUE);

    Notifier(Receivers receivers, DeliveryWriter deliveries, NotifySinkConfig config, Pulse pulse) {
        this.receivers = receivers;
        this.deliveries = deliveries;
        this.config = config;
        this.pulse = pulse;
    }

    /** Takes a notification on; called by one thread. Never waits. */
    void submit(Job job) {
        Notification notification = job.notification();
        Optional<Receiver> receiver = receivers.find(notification.getReceiver());
        Optional<Outcome> verdict = verdict(job, receiver);
        if (verdict.isPresent() || receiver.isEmpty()) {
            verdict.ifPresent(outcome -> reports.offer(() -> report(job, outcome)));
            return;
        }
        Channel channel = receiver.get().channel();
        ReceiverQueue queue =
                queues.computeIfAbsent(notification.getReceiver(), name -> new ReceiverQueue(name, config.queue()));
        Backlog backlog = backlogs.computeIfAbsent(notification.getReceiver(), name -> new Backlog(channel::covers));
        backlog.add(job);
        if (!queue.offer(() -> backlog.take().ifPresent(covered -> attempt(job, covered, channel)))) {
            backlog.removeLast();
            String detail = config.queue() + " notifications wait for this receiver already";
            reports.offer(() -> report(job, new Outcome.Retryable(detail, Optional.of(BUSY))));
        }
    }

    /** The outcome of what is not even tried. */
    private Optional<Outcome> verdict(Job job, Optional<Receiver> receiver) {
        Notification notification = job.notification();
        Optional<WrongSettingException> wrong = receivers.wrong(notification.getReceiver());
        if (wrong.isPresent()) {
            return Optional.of(new Outcome.Failed("the receiver '" + notification.getReceiver() + "' cannot be told: "
                    + wrong.get().getMessage()));
        }
        if (receiver.isEmpty()) {
            return Optional.of(new Outcome.Failed("there is no receiver '" + notification.getReceiver()
                    + "' in the connector's settings; it has " + receivers.names()));
        }
        if (!receiver.get().kind().equals(notification.getChannel())) {
            return Optional.of(new Outcome.Failed("the receiver '" + notification.getReceiver() + "' is of channel "
                    + receiver.get().kind() + ", not " + notification.getChannel()));
        }
        if (notification.getKind() == NotificationKind.UNKNOWN) {
            return Optional.of(new Outcome.Failed(
                    "a notification of a kind that is newer than this connector: update the connector"));
        }
        if (job.before().starts() >= MAX_STARTS) {
            return Optional.of(new Outcome.Failed(
                    "begun " + job.before().starts() + " times without a result; nobody knows whether it arrived",
                    true));
        }
        return Optional.empty();
    }

    /** @param covered older ones, which are told with this one */
    private void attempt(Job job, List<Job> covered, Channel channel) {
        if (!started(job)) {
            Outcome later = new Outcome.Retryable("was to be told with a newer one, which is another task's now");
            covered.stream().filter(older -> older.wanted().getAsBoolean()).forEach(older -> report(older, later));
            return;
        }
        Outcome outcome;
        try {
            outcome = job.before().starts() > 0
                    ? channel.sendAgain(job.notification())
                    : channel.send(job.notification());
        } catch (RuntimeException e) {
            LOG.warn("The notification {} cannot be sent.", job.notification().getId(), e);
            outcome = new Outcome.Failed("cannot be sent: " + e);
        }
        for (Job older : covered) report(older, outcome);
        report(job, job.before().starts() > 0 ? secondTime(outcome, channel) : outcome);
    }

    private static Outcome secondTime(Outcome outcome, Channel channel) {
        String words = channel.keyed() ? "" : " (second try after a crash; the first may have arrived, too)";
        return outcome.afterAnother(outcome.detail() + words);
    }

    /** Nothing is sent before Kafka knows that it may have been, and that takes time in which much can happen. */
    private boolean started(Job job) {
        if (!job.wanted().getAsBoolean()) return false;
        long began = pulse.now();
        if (!insist(job, () -> deliveries.started(job.notification()))) return false;
        pulse.waited(began);
        return stillWanted(job);
    }

    /** The last look before something leaves; waits while nobody can know. */
    private boolean stillWanted(Job job) {
        try {
            while (!pulse.steady() && job.wanted().getAsBoolean()) Thread.sleep(LOOK_MILLIS);
            return job.wanted().getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void report(Job job, Outcome outcome) {
        if (insist(job, () -> deliveries.ended(job.notification(), outcome)))
            job.whenReported().run();
    }

    private interface Write {
        void run() throws InterruptedException;
    }

    /** Tries at least once, and for as long as the notification is this task's. */
    private static boolean insist(Job job, Write write) {
        boolean said = false;
        try {
            while (true) {
                try {
                    write.run();
                    return true;
                } catch (KafkaException e) {
                    if (!said)
                        LOG.warn(
                                "Cannot report on {}, trying on: {}",
                                job.notification().getId(),
                                e.toString());
                    said = true;
                }
                if (!job.wanted().getAsBoolean()) return false;
                Thread.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets attempts under way end and be reported; what waits comes again to the next task. */
    @Override
    public void close() {
        queues.values().forEach(ReceiverQueue::close);
        queues.values().forEach(queue -> queue.await(config.timeout().toMillis() + AGAIN_MILLIS));
        reports.close();
        reports.await(AGAIN_MILLIS);
    }
}
