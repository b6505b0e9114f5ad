package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.sinks.notify.LastLook.Finding;
import dev.vigia.sinks.notify.LastLook.Seen;
import dev.vigia.sinks.notify.Receivers.Receiver;
import java.time.Duration;
import java.util.ArrayList;
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
 * sent while a successor may be at work already, see {@link LastLook}. Thread-safe.
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

    private final Receivers receivers;
    private final DeliveryWriter deliveries;
    private final NotifySinkConfig config;
    private final Pulse pulse;
    private final LastLook lastLook;
    private final Map<String, ReceiverQueue> queues = new ConcurrentHashMap<>();
    private final Map<String, Backlog> backlogs = new ConcurrentHashMap<>();
    /** What needs no attempt is only reported. */
    private final ReceiverQueue reports = new ReceiverQueue("reports", Integer.MAX_VALUE);

    Notifier(Receivers receivers, DeliveryWriter deliveries, NotifySinkConfig config, Pulse pulse, LastLook lastLook) {
        this.receivers = receivers;
        this.deliveries = deliveries;
        this.config = config;
        this.pulse = pulse;
        this.lastLook = lastLook;
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
        Seen seen = begin(job, covered);
        List<Job> older = new ArrayList<>();
        for (Job one : covered) {
            if (seen.log().of(one.notification()).ended()) one.whenReported().run();
            else older.add(one);
        }
        if (seen.finding() == Finding.ENDED) job.whenReported().run();
        if (!seen.mayLeave()) {
            Outcome later = new Outcome.Retryable("was to be told with a newer one, which is another task's now");
            older.stream().filter(one -> one.wanted().getAsBoolean()).forEach(one -> report(one, later));
            return;
        }
        Optional<String> doubt = doubt(job, seen.finding());
        Outcome outcome;
        try {
            outcome = doubt.isPresent() ? channel.sendAgain(job.notification()) : channel.send(job.notification());
        } catch (RuntimeException e) {
            LOG.warn("The notification {} cannot be sent.", job.notification().getId(), e);
            outcome = new Outcome.Failed("cannot be sent: " + e);
        }
        for (Job one : older) report(one, outcome);
        report(job, doubt.isPresent() ? afterAnother(outcome, doubt.get(), channel) : outcome);
    }

    /** Why it may have been sent already, in words that sinks/README.md promises. */
    private static Optional<String> doubt(Job job, Finding finding) {
        if (job.before().starts() > 0 || finding == Finding.BEGUN)
            return Optional.of("second try after a crash; the first may have arrived, too");
        if (finding == Finding.DOUBTFUL) return Optional.of("sent after a pause; another task may have sent it, too");
        return Optional.empty();
    }

    private static Outcome afterAnother(Outcome outcome, String doubt, Channel channel) {
        return outcome.afterAnother(outcome.detail() + (channel.keyed() ? "" : " (" + doubt + ")"));
    }

    /** Nothing is sent before Kafka knows that it may have been, and that takes time in which much can happen. */
    private Seen begin(Job job, List<Job> covered) {
        if (!job.wanted().getAsBoolean()) return Seen.LOST;
        long began = pulse.now();
        int writes = insist(job, () -> deliveries.started(job.notification()));
        if (writes == 0) return Seen.LOST;
        pulse.waited(began);
        return lastLook.look(job, covered, writes);
    }

    private void report(Job job, Outcome outcome) {
        if (insist(job, () -> deliveries.ended(job.notification(), outcome)) > 0)
            job.whenReported().run();
    }

    private interface Write {
        void run() throws InterruptedException;
    }

    /**
     * Tries at least once, and for as long as the notification is this task's.
     *
     * @return how many tries it took, of which each may have written; 0 when none worked
     */
    private static int insist(Job job, Write write) {
        try {
            for (int tries = 1; true; tries++) {
                try {
                    write.run();
                    return tries;
                } catch (KafkaException e) {
                    if (tries == 1)
                        LOG.warn(
                                "Cannot report on {}, trying on: {}",
                                job.notification().getId(),
                                e.toString());
                }
                if (!job.wanted().getAsBoolean()) return 0;
                Thread.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
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
