package dev.vigia.processors.dispatch;

import dev.vigia.processors.dispatch.Draft.Entry;
import dev.vigia.processors.dispatch.Sending.Progress;
import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.routing.Routing;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What becomes of what was sent: it is through, is tried again, or somebody else is told. */
final class Attempts {

    private final Routing routing;
    private final Sendings sendings;
    private final Knowledge knowledge;
    private final Retries retries;
    private final Breakers breakers;
    private final Outbox outbox;
    private final OpenAlerts open;
    private final DigestTable digests;

    Attempts(
            Routing routing,
            Sendings sendings,
            Knowledge knowledge,
            Retries retries,
            Breakers breakers,
            Outbox outbox,
            OpenAlerts open,
            DigestTable digests) {
        this.routing = routing;
        this.sendings = sendings;
        this.knowledge = knowledge;
        this.retries = retries;
        this.breakers = breakers;
        this.outbox = outbox;
        this.open = open;
        this.digests = digests;
    }

    List<Decision> delivered(Delivery delivery, long now) {
        Optional<Sending> found = sendings.find(delivery.getNotificationId())
                .filter(sending -> sending.progress() == Progress.UNDER_WAY)
                .filter(sending -> sending.attempt() == delivery.getAttempt());
        if (found.isEmpty()) return List.of();
        Sending sending = found.get();
        return switch (delivery.getStatus()) {
            case DELIVERED -> {
                end(sending, Progress.DELIVERED);
                boolean mended = breakers.fails(sending.receiver());
                breakers.delivered(sending.receiver());
                yield mended ? release(Reason.BREAKER_OPEN, sending.receiver(), now) : List.of();
            }
            case FAILED, RETRYABLE -> {
                breakers.failed(sending.receiver(), now);
                if (delivery.getMayHaveArrived()) perhaps(sending);
                boolean last = delivery.getStatus() == DeliveryStatus.FAILED;
                if (last) yield fail(sending, Reason.REFUSED, now);
                if (isStale(sending, now)) yield fail(sending, Reason.GAVE_UP, now);
                Optional<Reason> elsewhere = elsewhere(sending, asked(delivery), now);
                if (elsewhere.isPresent()) yield fail(sending, elsewhere.get(), now);
                yield retry(sending, asked(delivery), now);
            }
            case STARTED, UNKNOWN -> List.of();
        };
    }

    /** How long the other side asked to wait: milliseconds. */
    private static long asked(Delivery delivery) {
        Long asked = delivery.getRetryAfter();
        return asked == null ? 0 : asked;
    }

    /** Why to tell somebody else instead, where there is somebody. */
    private Optional<Reason> elsewhere(Sending sending, long asked, long now) {
        boolean often = sending.attempt() >= Backoff.MAX_ATTEMPTS;
        if (sending.reason().isNote()) return Optional.empty();
        if (!often && !Backoff.isTooLong(asked)) return Optional.empty();
        Notification notification = sendings.notification(sending);
        return routing.receiver(sending.receiver())
                .flatMap(receiver -> outbox.standIn(receiver, notification, now))
                .map(other -> often ? Reason.GAVE_UP : Reason.PUT_OFF);
    }

    /** Whether it is not worth a further attempt, also where nobody else is told. */
    private boolean isStale(Sending sending, long now) {
        // The next one takes it along.
        if (sending.reason() == Reason.DIGEST) return false;
        boolean note = sending.reason().isNote();
        if (note && sending.attempt() >= Backoff.MAX_ATTEMPTS) return true;
        if (!note && sendings.items(sending.id()).stream().anyMatch(this::isOn)) return false;
        return now - sendings.notification(sending).getAt() >= Backoff.GIVE_UP_AFTER;
    }

    private boolean isOn(Item item) {
        return open.find(item.episodeId())
                .filter(alert -> alert.getState() != AlertState.INACTIVE)
                .isPresent();
    }

    /** Whether it says that something is over which is on again. */
    private boolean isTakenBack(Item item) {
        return item.reason().isLast() && isOn(item);
    }

    private void perhaps(Sending sending) {
        for (Item item : sendings.items(sending.id())) {
            knowledge.change(item, sending.receiver(), sending.id(), Known::perhaps);
        }
    }

    private List<Decision> retry(Sending sending, long asked, long now) {
        long at = now + Backoff.after(sending.attempt(), asked);
        change(sending, sending.waiting(at));
        return List.of(new Decision.Wait(about(sending), sending.receiver(), sending.id(), sending.reason(), at));
    }

    /** It is through, or never will be. */
    private void end(Sending sending, Progress end) {
        for (Item item : sendings.items(sending.id())) {
            knowledge.change(item, sending.receiver(), sending.id(), known -> known.with(sending.id(), end));
        }
        if (sending.reason() == Reason.DIGEST) {
            String whose = Outbox.whose(sendings.notification(sending));
            if (end == Progress.DELIVERED) digests.arrived(whose, sending.id());
            else digests.lost(whose, sending.id());
        }
        sendings.remove(sending);
    }

    /** Whoever stands in is told of what is not over meanwhile. */
    private List<Decision> fail(Sending sending, Reason reason, long now) {
        Notification notification = sendings.notification(sending);
        List<Item> items = sendings.items(sending.id());
        List<Decision> decisions = new ArrayList<>();
        decisions.add(new Decision.Leave(about(sending), sending.receiver(), reason, "", sending.id()));
        Optional<Receiver> receiver = routing.receiver(sending.receiver());
        Optional<Receiver> other = reason == Reason.ACKNOWLEDGED
                ? Optional.empty()
                : receiver.flatMap(one -> outbox.standIn(one, notification, now));
        if (other.isPresent() && Retries.isGathered(notification)) {
            decisions.add(outbox.handOverGathered(notification, sending.receiver(), other.get(), about(sending), now));
            return decisions;
        }
        List<Item> due = items.stream().filter(item -> isDue(item, sending)).toList();
        end(sending, Progress.FAILED);
        if (other.isEmpty()) return decisions;
        List<Item> taken = due.stream().filter(this::isTaken).toList();
        if (!taken.isEmpty()) {
            List<Decision.About> about = about(notification, taken);
            decisions.add(new Decision.Leave(about, other.get().name(), Reason.ACKNOWLEDGED, "", sending.id()));
        }
        List<Item> untaken = due.stream().filter(item -> !isTaken(item)).toList();
        if (untaken.isEmpty()) return decisions;
        Draft draft = Draft.of(notification, untaken, sending.group(), receiver.orElseThrow());
        decisions.addAll(outbox.handOver(draft, other.get(), now));
        return decisions;
    }

    /** Whether it is a reminder of what somebody is on by now. */
    private boolean isTaken(Item item) {
        return item.reason().isReminder()
                && open.find(item.episodeId())
                        .map(alert -> alert.getAcknowledgedBy() != null)
                        .orElse(true);
    }

    private boolean isDue(Item item, Sending sending) {
        if (item.reason().isNote() || isTakenBack(item)) return false;
        return !item.reason().isAlarm()
                || knowledge
                        .find(item.episodeId(), sending.receiver())
                        .filter(known -> known.awaits(sending.id()))
                        .isPresent();
    }

    /** Tries again what is due. */
    List<Decision> due(long now) {
        List<Decision> decisions = new ArrayList<>();
        for (Sending waiting : sendings.due(now)) decisions.addAll(again(waiting, now));
        return decisions;
    }

    /** Tries receivers that are not well with one notification each. */
    List<Decision> tries(long now) {
        List<Decision> decisions = new ArrayList<>();
        for (String receiver : breakers.toTry(now)) {
            for (Sending held : sendings.held(Reason.BREAKER_OPEN, receiver)) {
                boolean stale = isStale(held, now);
                decisions.addAll(stale ? fail(held, Reason.GAVE_UP, now) : again(held, now));
                if (!stale) break;
            }
        }
        return decisions;
    }

    /** Goes on with what was held back by one thing. */
    List<Decision> release(Reason reason, String by, long now) {
        return release(sendings.held(reason, by), now);
    }

    /** Goes on with what was held back for a reason. */
    List<Decision> release(Reason reason, long now) {
        return release(sendings.held(reason), now);
    }

    private List<Decision> release(List<Sending> all, long now) {
        List<Decision> decisions = new ArrayList<>();
        for (Sending held : all) {
            boolean stays =
                    retries.quiet(held, now).ofAll().filter(held::isHeldBy).isPresent();
            if (!stays) decisions.addAll(again(held, now));
        }
        return decisions;
    }

    private List<Decision> again(Sending waiting, long now) {
        Optional<Receiver> receiver = routing.receiver(waiting.receiver());
        if (receiver.isEmpty()) return fail(waiting, Reason.NO_ROUTE, now);
        if (waiting.reason().isReminder()
                && sendings.items(waiting.id()).stream().allMatch(this::isTaken)) {
            return fail(waiting, Reason.ACKNOWLEDGED, now);
        }
        if (takeBack(waiting)) return List.of();
        Retries.Quiet quiet = retries.quiet(waiting, now);
        List<Decision> decisions = new ArrayList<>(retries.setAside(waiting, quiet));
        Optional<Gate.Shut> shut = quiet.ofAll();
        if (shut.isPresent()) {
            decisions.add(hold(waiting, shut.get()));
            return decisions;
        }
        if (!breakers.mayTry(waiting.receiver(), now)) {
            decisions.addAll(leaveInPeace(waiting, receiver.get(), now));
            return decisions;
        }
        Sending sending = waiting.again();
        Notification notification = Notification.newBuilder(retries.upToDate(waiting))
                .setAttempt(sending.attempt())
                .setAt(now)
                .build();
        change(waiting, sending);
        if (Retries.isGathered(notification)) {
            Reason reason = Reason.ofGathered(notification.getKind());
            decisions.add(Decision.Tell.gathered(notification, reason, about(waiting), ""));
            return decisions;
        }
        Draft draft = Draft.of(notification, sendings.items(waiting.id()), waiting.group(), receiver.get());
        decisions.add(Outbox.tell(notification, draft));
        return decisions;
    }

    /**
     * Takes out that something is over which is on again: the receiver has to hear of that last.
     *
     * @return whether nothing is left of it
     */
    private boolean takeBack(Sending waiting) {
        List<Item> items = sendings.items(waiting.id());
        List<Item> back = items.stream().filter(this::isTakenBack).toList();
        if (back.isEmpty()) return false;
        boolean all = back.size() == items.size();
        if (all) sendings.remove(waiting);
        else retries.leaveOut(waiting, back);
        return all;
    }

    private Decision hold(Sending sending, Gate.Shut shut) {
        change(sending, sending.held(Sending.heldBy(shut)));
        return new Decision.Hold(
                about(sending), sending.receiver(), shut.reason(), shut.by(), shut.until(), sending.id());
    }

    private List<Decision> leaveInPeace(Sending sending, Receiver receiver, long now) {
        if (outbox.standIn(receiver, sendings.notification(sending), now).isPresent()) {
            return fail(sending, Reason.BREAKER_OPEN, now);
        }
        change(sending, sending.held(Sending.heldBy(Reason.BREAKER_OPEN, receiver.name())));
        long at = breakers.tryAt(receiver.name());
        return List.of(new Decision.Wait(about(sending), receiver.name(), sending.id(), Reason.BREAKER_OPEN, at));
    }

    private void change(Sending before, Sending after) {
        sendings.change(before, after);
        // What is summed up cannot be taken back singly: it counts as told while the summary waits.
        if (after.reason() == Reason.SUMMARY) return;
        for (Item item : sendings.items(before.id())) {
            knowledge.change(item, after.receiver(), after.id(), known -> known.with(after.id(), after.progress()));
        }
    }

    /** What is under way to a receiver and tells of an episode that is over is not tried again. */
    void abandon(String episodeId, String receiver) {
        Optional<Known> known = knowledge.find(episodeId, receiver);
        for (String id :
                known.map(Known::underWay).stream().flatMap(Collection::stream).toList()) {
            sendings.find(id)
                    .filter(sending -> sending.reason() != Reason.SUMMARY)
                    .ifPresent(sending -> {
                        sendings.drop(id, episodeId);
                        if (sendings.items(id).isEmpty()) sendings.remove(sending);
                    });
        }
    }

    private List<Decision.About> about(Sending sending) {
        Notification notification = sendings.notification(sending);
        if (notification.getKind() == NotificationKind.SUMMARY) return List.of();
        if (notification.getKind() == NotificationKind.DIGEST) {
            return digests.toldBy(Outbox.whose(notification), sending.id()).stream()
                    .map(DigestLine::about)
                    .toList();
        }
        return about(notification, sendings.items(sending.id()));
    }

    private static List<Decision.About> about(Notification notification, List<Item> items) {
        return items.stream()
                .map(item -> Decision.About.of(item, notification.getRoute(), notification.getGroupKey()))
                .toList();
    }

    /**
     * Takes out what waits for a receiver and tells of an episode, for it would come after what is newer, and say less.
     *
     * @return what it tells of other episodes
     */
    List<Entry> dissolve(String episodeId, String receiver) {
        List<Entry> others = new ArrayList<>();
        Optional<Known> known = knowledge.find(episodeId, receiver);
        for (String id :
                known.map(Known::waiting).stream().flatMap(Collection::stream).toList()) {
            Optional<Sending> waiting = sendings.find(id);
            if (waiting.isEmpty()) continue;
            for (Item item : sendings.items(id)) {
                knowledge.change(item, receiver, id, theirs -> theirs.without(id));
                if (item.episodeId().equals(episodeId) || item.reason() == Reason.REPEATED) continue;
                open.find(item.episodeId()).ifPresent(alert -> others.add(new Entry(alert, item)));
            }
            sendings.remove(waiting.get());
        }
        return others;
    }
}
