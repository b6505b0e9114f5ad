package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.DeliveryHistory.Attempt;
import dev.vigia.sinks.notify.DeliveryHistory.Attempts;
import dev.vigia.sinks.notify.LastLook.Finding;
import dev.vigia.sinks.notify.LastLook.Seen;
import dev.vigia.sinks.notify.Notifier.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another task may have told what this one is about to tell. In simulated time, in which the task is polled each second. */
class LastLookTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** What a task waits for another one at the most. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private record Event(long at, Runnable happening) {}

    private final Notification notification = notification("n", Samples.MILLIS);
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Long> readings = new ArrayList<>();
    private long nanos;
    private boolean reachable = true;
    private boolean lost;
    private Runnable duringReading = () -> {};
    private final Pulse pulse = new Pulse(() -> nanos);
    private final LastLook look = new LastLook(pulse, this::read, TIMEOUT, millis -> pass(Duration.ofMillis(millis)));

    /** Of this task, before it looks. */
    @BeforeEach
    void begin() {
        log(DeliveryStatus.STARTED);
    }

    @Test
    void look_noPause_isClear_andNothingIsRead() {
        pass(SECOND);
        assertThat(found()).isEqualTo(Finding.CLEAR);
        assertThat(readings).isEmpty();
        assertThat(nanos).as("no time is lost").isEqualTo(SECOND.toNanos());
    }

    @Test
    void look_afterAPause_anotherHasTold_isEnded() {
        pause();
        log(DeliveryStatus.STARTED);
        log(DeliveryStatus.DELIVERED);
        assertThat(found()).isEqualTo(Finding.ENDED);
    }

    @Test
    void look_afterAPause_anotherHasBegun_waitsForItsResult() {
        pause();
        log(DeliveryStatus.STARTED);
        in(Duration.ofSeconds(12), () -> log(DeliveryStatus.RETRYABLE));
        long began = nanos;
        assertThat(found()).isEqualTo(Finding.ENDED);
        assertThat(Duration.ofNanos(nanos - began)).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(13));
    }

    @Test
    void look_afterAPause_anotherHasBegunAndSaysNoMore_isBegun() {
        pause();
        log(DeliveryStatus.STARTED);
        long began = nanos;
        assertThat(found()).isEqualTo(Finding.BEGUN);
        Duration waited = Duration.ofNanos(nanos - began).minus(Pulse.SETTLING);
        assertThat(waited).isBetween(PATIENCE, PATIENCE.plusSeconds(2));
    }

    @Test
    void look_afterAPause_anotherHasBegunAndKafkaSaysSo_isLost() {
        pause();
        log(DeliveryStatus.STARTED);
        in(Duration.ofSeconds(8), () -> lost = true);
        assertThat(found()).isEqualTo(Finding.LOST);
    }

    @Test
    void look_afterAPause_nobodyElse_isDoubtful() {
        pause();
        assertThat(found()).isEqualTo(Finding.DOUBTFUL);
        assertThat(readings).hasSize(1);
    }

    /** One of a predecessor; and Kafka had our own already when it did not answer. */
    @Test
    void look_afterAPause_startsThatAreKnownOrOurs_areNobodyElses() {
        pause();
        log(DeliveryStatus.STARTED);
        log(DeliveryStatus.STARTED);
        assertThat(look.look(job(1), List.of(), 2).finding()).isEqualTo(Finding.DOUBTFUL);
        assertThat(look.look(job(1), List.of(), 1).finding()).isEqualTo(Finding.BEGUN);
    }

    @Test
    void look_anotherAttemptOrNotificationHasEnded_isNotThisOne() {
        pause();
        deliveries.add(delivery("n", 2, DeliveryStatus.DELIVERED));
        deliveries.add(delivery("m", 1, DeliveryStatus.DELIVERED));
        assertThat(found()).isEqualTo(Finding.DOUBTFUL);
    }

    @Test
    void look_kafkaHasSaidWhoseItIs_isClear_andNothingIsRead() {
        pause();
        pulse.confirmed();
        assertThat(found()).isEqualTo(Finding.CLEAR);
        assertThat(readings).isEmpty();
    }

    @Test
    void look_longAfterAPause_isClear_andNothingIsRead() {
        pause();
        for (int i = 0; i < Pulse.DOUBT.toSeconds(); i++) pass(SECOND);
        assertThat(found()).isEqualTo(Finding.CLEAR);
        assertThat(readings).isEmpty();
    }

    /** Kafka, which cannot be read, cannot have said whose the partition is either. */
    @Test
    void look_historyIsAway_untilItIsRead_howeverLongThatTakes() {
        pause();
        log(DeliveryStatus.DELIVERED);
        reachable = false;
        in(Pulse.DOUBT.multipliedBy(2), () -> reachable = true);
        assertThat(found()).isEqualTo(Finding.ENDED);
        assertThat(readings).hasSizeGreaterThan(100);
    }

    @Test
    void look_historyIsAwayAndItIsLost_isLost() {
        pause();
        reachable = false;
        in(Duration.ofSeconds(30), () -> lost = true);
        assertThat(found()).isEqualTo(Finding.LOST);
    }

    @Test
    void look_pausedWhileItReads_readsAgain() {
        pause();
        duringReading = () -> {
            duringReading = () -> {};
            nanos += Duration.ofSeconds(45).toNanos();
            log(DeliveryStatus.STARTED);
            log(DeliveryStatus.DELIVERED);
        };
        assertThat(found()).isEqualTo(Finding.ENDED);
        assertThat(readings).hasSize(2);
    }

    @Test
    void look_coversOlderOnes_readsFromTheOldestOn_andSaysWhichHaveEnded() {
        pause();
        Job told = job(notification("o", Samples.MILLIS - 60_000), 0);
        Job untold = job(notification("p", Samples.MILLIS - 30_000), 0);
        deliveries.add(delivery("o", 1, DeliveryStatus.DELIVERED));
        Seen seen = look.look(job(0), List.of(told, untold), 1);
        assertThat(readings).containsExactly(Samples.MILLIS - 60_000);
        assertThat(seen.log().of(told.notification()).ended()).isTrue();
        assertThat(seen.log().of(untold.notification()).ended()).isFalse();
    }

    private Finding found() {
        return look.look(job(0), List.of(), 1).finding();
    }

    private Job job(int starts) {
        return job(notification, starts);
    }

    private Job job(Notification notification, int starts) {
        return new Job(notification, new Attempt(starts, false), () -> !lost, () -> {});
    }

    private static Notification notification(String id, long at) {
        return Notification.newBuilder(
                        Samples.notification(id, "ops", "slack", Samples.alert(Transition.ACTIVE, AlertState.ACTIVE)))
                .setAt(at)
                .build();
    }

    /** The process stands still, and goes on. */
    private void pause() {
        nanos += Duration.ofSeconds(45).toNanos();
        pulse.beat();
    }

    private void in(Duration time, Runnable happening) {
        events.add(new Event(nanos + time.toNanos(), happening));
    }

    /** What happens meanwhile happens at its end. */
    private void pass(Duration time) {
        nanos += time.toNanos();
        for (Event event : List.copyOf(events)) {
            if (event.at() > nanos) continue;
            events.remove(event);
            event.happening().run();
        }
        pulse.beat();
    }

    private Attempts read(long since) {
        readings.add(since);
        if (!reachable) throw new TimeoutException("nobody answers");
        Attempts attempts = new Attempts();
        deliveries.forEach(attempts::add);
        duringReading.run();
        return attempts;
    }

    private void log(DeliveryStatus status) {
        deliveries.add(delivery("n", 1, status));
    }

    private static Delivery delivery(String id, int attempt, DeliveryStatus status) {
        return Delivery.newBuilder()
                .setNotificationId(id)
                .setAttempt(attempt)
                .setReceiver("ops")
                .setChannel("slack")
                .setStatus(status)
                .setAt(0)
                .setDetail("")
                .build();
    }
}
