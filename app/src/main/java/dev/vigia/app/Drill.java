package dev.vigia.app;

import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.SummaryLine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How far a drill got, by what the topics say. It has no clock: times are milliseconds since the first record was sent, in the
 * order of the calls. Not thread-safe.
 */
final class Drill {

    /** The two things that people are told. */
    enum Half {
        /** That it is on. */
        BEGIN,
        /** That it is over. */
        END
    }

    /**
     * Something that happened.
     *
     * @param half what it belongs to
     * @param at milliseconds since that half's record was sent
     * @param who a receiver; empty where it is none
     */
    record Step(Half half, long at, String who, String what, String detail) {}

    /**
     * That a receiver is to be told.
     *
     * @param insteadOf the receiver in whose place it is told
     * @param decidedAt milliseconds since the half's record was sent
     */
    record Telling(Half half, String id, String receiver, String channel, Optional<String> insteadOf, long decidedAt) {}

    /**
     * What came of it so far.
     *
     * @param at milliseconds since the half's record was sent
     * @param detail what the other side said; may be empty
     */
    record Answer(DeliveryStatus status, int attempt, long at, String detail) {

        boolean isDelivered() {
            return status == DeliveryStatus.DELIVERED;
        }

        boolean isLast() {
            return isDelivered() || status == DeliveryStatus.FAILED;
        }
    }

    private final String id;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Telling> tellings = new LinkedHashMap<>();
    /** Also of what is not known yet to be the drill's: a delivery may be read before its notification. */
    private final Map<String, Delivery> deliveries = new HashMap<>();

    /** The same of decisions, whose alert may not have been read. */
    private final List<DispatchDecision> early = new ArrayList<>();

    private final Map<String, Answer> answers = new HashMap<>();
    private Optional<List<String>> expected = Optional.empty();
    /** The last decision of each half not to tell a receiver, or not now. */
    private final Map<Half, Map<String, DispatchDecision>> untold = new EnumMap<>(Half.class);

    private Optional<Alert> alert = Optional.empty();
    private Optional<Long> activeAt = Optional.empty();
    private Optional<Long> resolvedAt = Optional.empty();
    private Optional<Long> endSentAt = Optional.empty();

    Drill(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Kafka has the first record. */
    void appended(long at) {
        step(Half.BEGIN, at, "", "record appended", "");
    }

    /** The record that ends it is sent from now on. */
    void ending(long at) {
        endSentAt = Optional.of(at);
    }

    /** Kafka has the record that ends it. */
    void endAppended(long at) {
        step(Half.END, at, "", "end appended", "");
    }

    /** These have to be told. */
    void expect(List<String> receivers) {
        expected = Optional.of(List.copyOf(receivers));
    }

    void take(Alert transition, long at) {
        if (!transition.getGroup().getOrDefault(Drills.LABEL, "").equals(id)) return;
        boolean over = transition.getState() == AlertState.INACTIVE;
        alert = Optional.of(transition);
        List<DispatchDecision> before = List.copyOf(early);
        early.clear();
        if (over && resolvedAt.isEmpty()) {
            resolvedAt = Optional.of(step(Half.END, at, "", "alert resolved", transition.getAlertId()));
        } else if (transition.getState() == AlertState.ACTIVE && activeAt.isEmpty()) {
            activeAt = Optional.of(step(Half.BEGIN, at, "", "alert active", transition.getAlertId()));
        }
        before.forEach(decision -> take(decision, at));
    }

    void take(Notification notification, long at) {
        Optional<Half> half = half(notification);
        if (half.isEmpty() || tellings.containsKey(notification.getId())) return;
        String receiver = notification.getReceiver();
        Optional<String> insteadOf = Optional.ofNullable(notification.getFallbackFor());
        String detail = notification.getReason()
                + insteadOf.map(other -> ", in place of " + other).orElse("");
        long decided = step(half.get(), at, receiver, "notification decided", detail);
        tellings.put(
                notification.getId(),
                new Telling(half.get(), notification.getId(), receiver, notification.getChannel(), insteadOf, decided));
        Delivery early = deliveries.get(notification.getId());
        if (early != null) answer(early, at);
    }

    void take(DispatchDecision decision, long at) {
        if (alert.isEmpty()) early.add(decision);
        boolean ours = alert.filter(one -> one.getEpisodeId().equals(decision.getEpisodeId()))
                .isPresent();
        if (!ours || decision.getKind() == DecisionKind.TOLD) return;
        Half half = resolvedAt.isPresent() ? Half.END : Half.BEGIN;
        untold.computeIfAbsent(half, unseen -> new TreeMap<>()).put(decision.getReceiver(), decision);
        step(half, at, decision.getReceiver(), DrillWords.of(decision), DrillWords.reason(decision));
    }

    void take(Delivery delivery, long at) {
        deliveries.put(delivery.getNotificationId(), delivery);
        answer(delivery, at);
    }

    private void answer(Delivery delivery, long at) {
        Telling telling = tellings.get(delivery.getNotificationId());
        if (telling == null) return;
        String detail = Optional.ofNullable(delivery.getDetail()).orElse("");
        long answered = step(telling.half(), at, telling.receiver(), DrillWords.of(delivery), detail);
        answers.put(telling.id(), new Answer(delivery.getStatus(), delivery.getAttempt(), answered, detail));
    }

    /** What a notification tells of the drill; empty when it is about something else. */
    private Optional<Half> half(Notification notification) {
        if (notification.getKind() == NotificationKind.SUMMARY) {
            return notification.getSummary().stream()
                    .filter(line -> line.getGroups().stream().anyMatch(group -> group.contains("drill=" + id)))
                    .findFirst()
                    .map(Drill::half);
        }
        return notification.getAlerts().stream()
                .filter(one -> one.getGroup().getOrDefault(Drills.LABEL, "").equals(id))
                .findFirst()
                .map(one -> one.getState() == AlertState.INACTIVE ? Half.END : Half.BEGIN);
    }

    private static Half half(SummaryLine line) {
        return line.getActive() > 0 ? Half.BEGIN : Half.END;
    }

    private long step(Half half, long at, String who, String what, String detail) {
        long since = half == Half.BEGIN ? at : at - endSentAt.orElse(0L);
        steps.add(new Step(half, since, who, what, detail));
        return since;
    }

    /** All that happened, in order. */
    List<Step> steps() {
        return steps;
    }

    /** The alert's last transition. */
    Optional<Alert> alert() {
        return alert;
    }

    /** When the alert became active; milliseconds since the record was sent. */
    Optional<Long> activeAt() {
        return activeAt;
    }

    /** When it was resolved; milliseconds since the end was sent. */
    Optional<Long> resolvedAt() {
        return resolvedAt;
    }

    /** Who has to be told; empty while that is not known. */
    Optional<List<String>> expected() {
        return expected;
    }

    /** All receivers that something was decided for, or that have to be told. */
    List<String> receivers() {
        return Stream.concat(
                        expected.stream().flatMap(List::stream),
                        tellings.values().stream().map(Telling::receiver))
                .distinct()
                .toList();
    }

    /** What tells a receiver: what got through, else the last one that was decided. */
    Optional<Telling> telling(Half half, String receiver) {
        List<Telling> all = tellings.values().stream()
                .filter(one -> one.half() == half && one.receiver().equals(receiver))
                .toList();
        return all.stream()
                .filter(one -> answer(one).filter(Answer::isDelivered).isPresent())
                .findFirst()
                .or(() -> all.stream().reduce((before, last) -> last));
    }

    Optional<Answer> answer(Telling telling) {
        return Optional.ofNullable(answers.get(telling.id()));
    }

    boolean isTold(Half half, String receiver) {
        return telling(half, receiver)
                .flatMap(this::answer)
                .filter(Answer::isDelivered)
                .isPresent();
    }

    /** Whether nothing more of a half is to be waited for. */
    boolean isDone(Half half) {
        boolean happened = (half == Half.BEGIN ? activeAt : resolvedAt).isPresent();
        return happened && expected.isPresent() && wanted(half).stream().allMatch(receiver -> isDone(half, receiver));
    }

    private boolean isDone(Half half, String receiver) {
        Optional<Telling> telling = telling(half, receiver);
        if (telling.isEmpty())
            return untold(half, receiver).filter(Drill::isLast).isPresent();
        return telling.flatMap(this::answer).filter(Answer::isLast).isPresent();
    }

    /** Whether nothing but an end of what keeps quiet can have the receiver told; a storm's summary comes soon. */
    private static boolean isLast(DispatchDecision decision) {
        return decision.getKind() == DecisionKind.LEFT
                || (decision.getKind() == DecisionKind.HELD
                        && !decision.getReason().equals("STORM"));
    }

    /** Why a receiver is not told, or not yet; empty where nothing was decided against it. */
    Optional<DispatchDecision> untold(Half half, String receiver) {
        Map<String, DispatchDecision> all = untold.getOrDefault(half, Map.of());
        return Optional.ofNullable(all.getOrDefault(receiver, all.get("")));
    }

    private boolean waitsForDigest(Half half, String receiver) {
        return untold(half, receiver)
                .filter(decision -> decision.getReason().equals("FOR_DIGEST"))
                .isPresent();
    }

    /** Who has to be told of a half now; a digest comes at its time. That it is over is told only to whom it was told that it was on. */
    List<String> wanted(Half half) {
        List<String> all = expected.orElse(List.of()).stream()
                .filter(receiver -> !waitsForDigest(half, receiver))
                .toList();
        return half == Half.BEGIN
                ? all
                : all.stream().filter(receiver -> isTold(Half.BEGIN, receiver)).toList();
    }
}
