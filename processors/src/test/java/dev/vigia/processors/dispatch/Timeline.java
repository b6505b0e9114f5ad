package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.StoreEntries;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.state.Ids;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Progress;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.silences.Matchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A story in seconds from Friday, 2027-01-15 08:00 UTC, in which alerts have names. All of it is folded twice: by one fold, and by a new
 * one for each signal, which have to decide the same and to leave the same state. What is told is delivered at once, unless the
 * receiver is said to answer otherwise.
 */
final class Timeline {

    static final long START = 1_800_000_000_000L;

    private final Routing routing;
    private final HeapStore store = new HeapStore();
    private final HeapStore restarted = new HeapStore();
    private final Dispatching dispatching;
    private final List<String> told = new ArrayList<>();
    private final List<String> decided = new ArrayList<>();
    private final Map<String, DeliveryStatus> answers = new TreeMap<>();
    private final Set<String> unanswered = new TreeSet<>();
    private final Map<String, Long> retryAfter = new TreeMap<>();
    private final Map<String, Alert> alerts = new TreeMap<>();
    private final Map<String, String> names = new TreeMap<>();
    private final List<Notification> notifications = new ArrayList<>();
    private final List<Notification> delivered = new ArrayList<>();
    private final List<DispatchDecision> records = new ArrayList<>();
    private boolean restarts = true;
    private long seconds;
    private int said;

    Timeline(String routes) {
        this.routing = Routing.parse("routes.yaml", routes, Map.of());
        this.dispatching = new Dispatching(routing, store);
        at(0);
    }

    /** The same without the second fold. */
    Timeline once() {
        restarts = false;
        return this;
    }

    Timeline at(long second) {
        seconds = second;
        return fold(new Tick(now(), List.of()));
    }

    /** A tick each second, up to a time. */
    Timeline until(long second) {
        while (seconds < second) at(seconds + 1);
        return this;
    }

    /** A partition of {@code signals} has been judged up to so many seconds ago. */
    Timeline judged(int partition, long secondsAgo) {
        return fold(new Progress(partition, now() - secondsAgo * 1_000));
    }

    private long now() {
        return START + seconds * 1_000;
    }

    Timeline answers(String receiver, DeliveryStatus status) {
        answers.put(receiver, status);
        unanswered.remove(receiver);
        retryAfter.remove(receiver);
        return this;
    }

    /** The receiver cannot take it now, and says for how many seconds. */
    Timeline asksToWait(String receiver, long seconds) {
        answers(receiver, DeliveryStatus.RETRYABLE);
        retryAfter.put(receiver, seconds * 1_000);
        return this;
    }

    /** The receiver gives no answer, so that nobody knows whether it heard. */
    Timeline givesNoAnswer(String receiver, DeliveryStatus status) {
        answers.put(receiver, status);
        unanswered.add(receiver);
        return this;
    }

    /** A new episode of an alert; labels follow as name=value. */
    Timeline on(String name, Severity severity, String... labels) {
        long number = alerts.containsKey(name) ? (long) alerts.get(name).getValue() + 1 : 1;
        Map<String, String> group = new TreeMap<>();
        Stream.of(labels).forEach(label -> group.put(label.split("=", -1)[0], label.split("=", -1)[1]));
        Alert alert = Alert.newBuilder(DispatchingTest.alert(
                        Ids.of("episode", name, Long.toString(number)), severity, Transition.ACTIVE, "system"))
                .setAlertId(Ids.of("alert", name))
                .setRuleId(name.replaceAll("-.*", ""))
                .setValue(number)
                .setGroup(group)
                .build();
        alerts.put(name, alert);
        names.put(alert.getAlertId(), name);
        return next(name, Transition.ACTIVE, AlertState.ACTIVE, 0);
    }

    Timeline over(String name) {
        return next(name, Transition.RESOLVED, AlertState.INACTIVE, 1);
    }

    Timeline becomes(String name, Severity severity) {
        return becomes(name, severity, Transition.SEVERITY_CHANGED);
    }

    /** Late records show that an alert never was as severe as it is. */
    Timeline corrected(String name, Severity severity) {
        return becomes(name, severity, Transition.CORRECTED);
    }

    private Timeline becomes(String name, Severity severity, Transition transition) {
        Alert before = alerts.get(name);
        alerts.put(
                name,
                Alert.newBuilder(before)
                        .setPreviousSeverity(before.getSeverity())
                        .setSeverity(severity)
                        .build());
        return next(name, transition, AlertState.ACTIVE, 1);
    }

    Timeline acknowledged(String name) {
        alerts.put(
                name,
                Alert.newBuilder(alerts.get(name)).setAcknowledgedBy("user:ana").build());
        return next(name, Transition.ACKNOWLEDGED, AlertState.ACTIVE, 1);
    }

    /** Any other record of an alert. */
    Timeline next(String name, Transition transition, AlertState state, int more) {
        Alert alert = Alert.newBuilder(alerts.get(name))
                .setTransition(transition)
                .setState(state)
                .setSequence(alerts.get(name).getSequence() + more)
                .setAt(now())
                .build();
        alerts.put(name, alert);
        return fold(alert);
    }

    /** An alert's next record dated back. */
    Timeline onAt(String name, Severity severity, long second) {
        long before = seconds;
        seconds = second;
        on(name, severity);
        seconds = before;
        return this;
    }

    Timeline silence(String id, long from, long to, String matcher) {
        Silence silence = new Silence(
                id, List.of(Matchers.parse(matcher)), START + from * 1_000, START + to * 1_000, "ana", "quiet");
        Control control = new Control("c" + said, now(), "user:ana", null, silence);
        return fold(new ControlSignal((long) said++, control));
    }

    Timeline fold(Object body) {
        DispatchSignal signal = new DispatchSignal(body);
        List<Decision> decisions = dispatching.fold(signal);
        if (restarts) {
            assertThat(new Dispatching(routing, restarted).fold(signal)).isEqualTo(decisions);
            assertThat(StoreEntries.of(restarted)).isEqualTo(StoreEntries.of(store));
        }
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Tell tell) {
                told.add(words(tell));
                notifications.add(tell.notification());
            } else {
                decided.add(words(decision));
            }
            DecisionRecords.of(decision, now()).forEach(record -> {
                assertThat(DecisionRecords.key(record)).isNotNull();
                records.add(record);
            });
        }
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Tell tell) answer(tell.notification());
        }
        return this;
    }

    private void answer(Notification told) {
        answer(told, answers.getOrDefault(told.getReceiver(), DeliveryStatus.DELIVERED));
    }

    /** What became of the last notification is known only now. */
    Timeline answersAtLast(DeliveryStatus status) {
        answer(last(), status);
        return this;
    }

    private void answer(Notification told, DeliveryStatus status) {
        if (status == DeliveryStatus.DELIVERED) delivered.add(told);
        fold(new Delivery(
                told.getId(),
                told.getAttempt(),
                told.getReceiver(),
                told.getChannel(),
                status,
                now(),
                "said",
                retryAfter.get(told.getReceiver()),
                null,
                unanswered.contains(told.getReceiver())));
    }

    private String words(Decision.Tell tell) {
        Notification notification = tell.notification();
        StringBuilder words = new StringBuilder(notification.getReceiver());
        if (notification.getFallbackFor() != null) words.append(" for ").append(notification.getFallbackFor());
        if (notification.getAttempt() > 1) words.append(" #").append(notification.getAttempt());
        words.append(':');
        if (tell.about().isEmpty()) {
            words.append(' ').append(tell.reason());
            notification
                    .getSummary()
                    .forEach(line -> words.append(" ")
                            .append(line.getRuleId())
                            .append(" +")
                            .append(line.getActive())
                            .append(" -")
                            .append(line.getResolved()));
        }
        for (int i = 0; i < notification.getAlerts().size(); i++) {
            String name = by(notification.getAlerts().get(i).getAlertId());
            words.append(i < tell.reasons().size() ? " " + tell.reasons().get(i) + " " + name : " (" + name + ")");
        }
        return words.toString();
    }

    private String words(Decision decision) {
        StringBuilder words = new StringBuilder();
        if (decision instanceof Decision.Leave leave) words.append("left ").append(leave.receiver());
        if (decision instanceof Decision.Hold hold) words.append("held ").append(hold.receiver());
        if (decision instanceof Decision.Wait wait) words.append("waits ").append(wait.receiver());
        words.append(' ').append(decision.reason());
        decision.about().forEach(about -> words.append(' ').append(by(about.alertId())));
        if (decision instanceof Decision.Leave leave) words.append(' ').append(by(leave.by()));
        if (decision instanceof Decision.Hold hold) {
            words.append(' ').append(by(hold.by()));
            hold.until().ifPresent(until -> words.append(" until ").append((until - START) / 1_000));
        }
        if (decision instanceof Decision.Wait wait) words.append(" until ").append((wait.at() - START) / 1_000);
        return words.toString().replaceAll(" +", " ").strip();
    }

    /** An alert by its name, anything else as it is. */
    private String by(String by) {
        return names.getOrDefault(by, by);
    }

    /** What was told since the last time. */
    Timeline expect(String... notifications) {
        assertThat(told).containsExactly(notifications);
        told.clear();
        return this;
    }

    /** What else was decided since the last time. */
    Timeline decided(String... decisions) {
        assertThat(decided).containsExactly(decisions);
        decided.clear();
        return this;
    }

    Timeline forgetTold() {
        told.clear();
        return this;
    }

    Timeline forgetDecisions() {
        decided.clear();
        return this;
    }

    /** All notifications so far. */
    List<Notification> notifications() {
        return notifications;
    }

    /** Those that arrived. */
    List<Notification> delivered() {
        return delivered;
    }

    Notification last() {
        return notifications.get(notifications.size() - 1);
    }

    /** All decisions so far, as subscribers read them. */
    List<DispatchDecision> records() {
        return records;
    }

    /** How many entries the state has. */
    int size() {
        return StoreEntries.of(store).size();
    }
}
