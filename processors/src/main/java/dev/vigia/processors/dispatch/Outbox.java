package dev.vigia.processors.dispatch;

import dev.vigia.processors.dispatch.Draft.Entry;
import dev.vigia.processors.dispatch.Sending.Progress;
import dev.vigia.processors.routing.Digest;
import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.Ids;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Sends what is to be told: to its receiver, into the receiver's digest or its summary in a storm, or to whoever stands in. */
final class Outbox {

    private final Routing routing;
    private final Sendings sendings;
    private final Knowledge knowledge;
    private final Ended ended;
    private final Storms storms;
    private final DigestTable digests;
    private final Breakers breakers;

    Outbox(
            Routing routing,
            Sendings sendings,
            Knowledge knowledge,
            Ended ended,
            Storms storms,
            DigestTable digests,
            Breakers breakers) {
        this.routing = routing;
        this.sendings = sendings;
        this.knowledge = knowledge;
        this.ended = ended;
        this.storms = storms;
        this.digests = digests;
        this.breakers = breakers;
    }

    List<Decision> send(Draft draft, long now) {
        Optional<Digest> digest = draft.receiver().digest();
        if (digest.isPresent()) return gather(draft, digest.get(), now);
        String name = draft.receiver().name();
        boolean shut = breakers.isShut(name, now) && !draft.reason().isNote();
        Optional<Receiver> other = shut ? standIn(draft.receiver(), draft.fallbackFor(), now) : Optional.empty();
        if (other.isPresent()) {
            for (Item item : draft.items()) note(item, draft, "", Progress.FAILED, now);
            List<Decision> decisions = new ArrayList<>();
            decisions.add(new Decision.Leave(draft.about(), name, Reason.BREAKER_OPEN, ""));
            decisions.addAll(handOver(draft, other.get(), now));
            return decisions;
        }
        boolean counts = !draft.reason().isNote();
        if (counts && storms.isFull(draft.receiver(), now)) return gather(draft, now);
        if (counts) storms.count(draft.receiver(), now);
        return List.of(begin(draft.receiver(), draft.notification(now), draft, now));
    }

    private Decision begin(Receiver receiver, Notification notification, Draft draft, long now) {
        boolean may = breakers.mayTry(receiver.name(), now);
        Sending sending = sending(may, notification, draft.group().id(), draft.reason());
        sendings.begin(sending, notification, draft.items());
        Progress progress = draft.isSummary() ? Progress.UNDER_WAY : sending.progress();
        for (Item item : draft.items()) note(item, draft, sending.id(), progress, now);
        return may ? tell(notification, draft) : wait(sending, draft.about());
    }

    /** @param may whether there may be an attempt now; else it waits for the receiver to be well */
    private static Sending sending(boolean may, Notification notification, String group, Reason reason) {
        String id = notification.getId();
        String receiver = notification.getReceiver();
        return may
                ? Sending.first(id, receiver, group, reason)
                : Sending.held(id, receiver, group, reason, Sending.heldBy(Reason.BREAKER_OPEN, receiver));
    }

    static Decision tell(Notification notification, Draft draft) {
        boolean named = !draft.isSummary();
        return new Decision.Tell(
                notification,
                draft.reason(),
                named ? draft.items().stream().map(Item::reason).toList() : List.of(),
                named ? draft.about() : List.of());
    }

    private Decision wait(Sending sending, List<Decision.About> about) {
        long at = breakers.tryAt(sending.receiver());
        return new Decision.Wait(about, sending.receiver(), sending.id(), Reason.BREAKER_OPEN, at);
    }

    /** Notes what the receiver knows by what it is told. */
    private void note(Item item, Draft draft, String id, Progress progress, long now) {
        String receiver = draft.receiver().name();
        if (item.reason().isLast()) {
            knowledge.remove(item.episodeId(), receiver);
            if (item.reason() == Reason.RESOLVED && progress != Progress.FAILED) {
                ended.put(receiver, item, now);
            }
        } else if (item.reason().isAlarm() || item.reason() == Reason.WATCHED) {
            Known known = knowledge.find(item.episodeId(), receiver).orElseGet(() -> Known.nothing(item));
            knowledge.put(
                    item.episodeId(),
                    receiver,
                    known.told(item, draft.group().id()).with(id, progress));
        }
    }

    private List<Decision> gather(Draft draft, long now) {
        List<Decision> decisions = new ArrayList<>();
        String name = draft.receiver().name();
        for (Entry entry : draft.entries()) {
            Item item = entry.item();
            List<Decision.About> about = List.of(
                    Decision.About.of(item, draft.group().route(), draft.group().key()));
            if (item.reason() == Reason.REPEATED) {
                decisions.add(new Decision.Leave(about, name, Reason.STORM, ""));
                continue;
            }
            Storms.Place place = storms.gather(draft.receiver(), entry.alert(), item.reason(), now);
            if (!item.reason().isLast()) sendings.add(place.summaryId(), item);
            note(item, draft, place.summaryId(), Progress.UNDER_WAY, now);
            decisions.add(new Decision.Hold(
                    about, name, Reason.STORM, "", OptionalLong.of(place.dueAt()), place.summaryId()));
        }
        return decisions;
    }

    /** It will be told, so that the receiver counts as told. */
    private List<Decision> gather(Draft draft, Digest digest, long now) {
        List<Decision> decisions = new ArrayList<>();
        String name = draft.receiver().name();
        String id = digests.gathered(name, now).id();
        OptionalLong until = OptionalLong.of(digest.next(now));
        for (Entry entry : draft.entries()) {
            Item item = entry.item();
            Decision.About about =
                    Decision.About.of(item, draft.group().route(), draft.group().key());
            boolean told = digests.take(name, entry.alert(), item.reason(), about);
            note(item, draft, "", Progress.DELIVERED, now);
            decisions.add(
                    told
                            ? new Decision.Hold(List.of(about), name, Reason.FOR_DIGEST, digest.name(), until, id)
                            : new Decision.Leave(List.of(about), name, Reason.NEVER_TOLD, ""));
        }
        return decisions;
    }

    /** Tells what was gathered in storms, where the time is over. */
    List<Decision> summaries(long now) {
        List<Decision> decisions = new ArrayList<>();
        for (Storms.Due due : storms.due(now)) {
            Optional<Receiver> receiver = routing.receiver(due.receiver());
            var rules = storms.take(due.receiver(), receiver, now);
            if (rules.isEmpty()) continue;
            if (receiver.isPresent()) {
                Notification summary = Draft.summary(receiver.get(), due.summaryId(), rules, now);
                decisions.addAll(send(receiver.get(), summary, List.of(), "", now));
            } else {
                List<Item> items = sendings.items(due.summaryId());
                forget(due.summaryId(), items, due.receiver());
                decisions.add(new Decision.Leave(List.of(), due.receiver(), Reason.NO_ROUTE, "", due.summaryId()));
            }
        }
        return decisions;
    }

    /**
     * Sends what was gathered.
     *
     * @param about the alerts that are told of by it, where that is told of each
     * @param by as in {@link Decision.Tell}
     */
    List<Decision> send(Receiver receiver, Notification notification, List<Decision.About> about, String by, long now) {
        String name = receiver.name();
        Reason reason = Reason.ofGathered(notification.getKind());
        storms.count(receiver, now);
        boolean may = breakers.mayTry(name, now);
        Optional<Receiver> other = may ? Optional.empty() : standIn(receiver, notification, now);
        if (other.isPresent()) {
            List<Decision> decisions = new ArrayList<>();
            decisions.add(new Decision.Leave(about, name, Reason.BREAKER_OPEN, "", notification.getId()));
            decisions.add(handOverGathered(notification, name, other.get(), about, now));
            return decisions;
        }
        Sending sending = sending(may, notification, "", reason);
        sendings.begin(sending, notification, List.of());
        return List.of(may ? Decision.Tell.gathered(notification, reason, about, by) : wait(sending, about));
    }

    private void forget(String id, List<Item> items, String receiver) {
        for (Item item : items) knowledge.change(item, receiver, id, known -> known.with(id, Progress.FAILED));
        sendings.remove(sendings.find(id).orElseGet(() -> Sending.first(id, receiver, "", Reason.SUMMARY)));
    }

    /** The first that is told in a receiver's place, where that did not get a notification, and may be told now. */
    Optional<Receiver> standIn(Receiver receiver, Notification notification, long now) {
        return standIn(receiver, Optional.ofNullable(notification.getFallbackFor()), now);
    }

    /** Names of all who may be told in a receiver's place, in the order in which they are. */
    Set<String> standIns(Receiver receiver) {
        Set<String> names = new LinkedHashSet<>();
        addStandIns(receiver, names);
        return names;
    }

    /** @param whose in whose place the receiver itself was to be told: those behind it there are the next */
    private Optional<Receiver> standIn(Receiver receiver, Optional<String> whose, long now) {
        List<String> order = whose.flatMap(routing::receiver)
                .map(meant -> List.copyOf(standIns(meant)))
                .orElse(List.of());
        int place = order.indexOf(receiver.name());
        List<String> next = place < 0 ? List.copyOf(standIns(receiver)) : order.subList(place + 1, order.size());
        return next.stream()
                .flatMap(name -> routing.receiver(name).stream())
                .filter(other -> !breakers.isShut(other.name(), now))
                .findFirst();
    }

    /** Each with those in its own place behind it; nobody stands in for who stands in for them. */
    private void addStandIns(Receiver receiver, Set<String> names) {
        for (String name : receiver.fallback()) {
            if (names.add(name)) routing.receiver(name).ifPresent(other -> addStandIns(other, names));
        }
    }

    /** Tells somebody else what the receiver of a draft was not told, except for what they know. */
    List<Decision> handOver(Draft draft, Receiver other, long now) {
        List<Decision> decisions = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : draft.entries()) {
            Item item = entry.item();
            Optional<Item> theirs = inPlace(entry, other.name(), now);
            theirs.ifPresent(told -> entries.add(new Entry(entry.alert(), told)));
            if (theirs.isEmpty()) {
                var about = Decision.About.of(
                        item, draft.group().route(), draft.group().key());
                decisions.add(toldAnyway(about, other.name(), now));
            }
        }
        if (entries.isEmpty()) return decisions;
        Optional<String> instead =
                draft.fallbackFor().or(() -> Optional.of(draft.receiver().name()));
        List<Alert> others =
                draft.others().stream().filter(alert -> knows(other, alert)).toList();
        decisions.addAll(send(new Draft(other, draft.group(), entries, others, instead), now));
        return decisions;
    }

    private boolean knows(Receiver receiver, Alert alert) {
        return knowledge
                .find(alert.getEpisodeId(), receiver.name())
                .filter(Known::heard)
                .isPresent();
    }

    /** Says that somebody knows, or will when the next attempt is through. */
    private Decision toldAnyway(Decision.About about, String receiver, long now) {
        Optional<Sending> waiting = knowledge
                .find(about.episodeId(), receiver)
                .filter(known -> !known.heard())
                .flatMap(known -> known.waiting().stream().findFirst())
                .flatMap(sendings::find);
        if (waiting.isEmpty()) return new Decision.Leave(List.of(about), receiver, Reason.ALREADY_TOLD, "");
        long at = breakers.isShut(receiver, now)
                ? breakers.tryAt(receiver)
                : Math.max(now, waiting.get().dueAt());
        return new Decision.Wait(
                List.of(about), receiver, waiting.get().id(), waiting.get().reason(), at);
    }

    /** What somebody is told in another's place; empty where they know it, or are told of it themselves. */
    private Optional<Item> inPlace(Entry entry, String receiver, long now) {
        Item item = entry.item();
        Optional<Known> known = knowledge.find(item.episodeId(), receiver);
        if (item.reason().isReminder()) return Optional.of(item);
        if (item.reason().isAlarm()) {
            return known.filter(theirs -> !theirs.heard() && !theirs.waiting().isEmpty())
                            .isPresent()
                    ? Optional.empty()
                    : Item.alarm(entry.alert(), item.reason(), known, now);
        }
        boolean knows = known.isPresent() || ended.knows(item.episodeId(), receiver);
        return knows ? Optional.empty() : Optional.of(item);
    }

    /** The same for what was gathered. */
    Decision handOverGathered(
            Notification notification, String receiver, Receiver other, List<Decision.About> about, long now) {
        String before = notification.getId();
        String id = Ids.of("fallback", before, other.name());
        Reason reason = Reason.ofGathered(notification.getKind());
        List<Item> items = sendings.items(before);
        Notification theirs = Notification.newBuilder(notification)
                .setId(id)
                .setAttempt(1)
                .setReceiver(other.name())
                .setChannel(other.channel())
                .setAt(now)
                .setFallbackFor(notification.getFallbackFor() == null ? receiver : notification.getFallbackFor())
                .build();
        forget(before, items, receiver);
        if (reason == Reason.DIGEST) digests.moved(whose(theirs), before, id);
        // It may be; if it is not well, this is its one try.
        breakers.mayTry(other.name(), now);
        sendings.begin(Sending.first(id, other.name(), "", reason), theirs, items);
        for (Item item : items) {
            Known known = knowledge.find(item.episodeId(), other.name()).orElseGet(() -> Known.nothing(item));
            knowledge.put(item.episodeId(), other.name(), known.with(id, Progress.UNDER_WAY));
        }
        // Of a summary nobody says otherwise which alerts it names.
        return Decision.Tell.gathered(theirs, reason, about, reason == Reason.SUMMARY ? before : "");
    }

    /** Name of the receiver for whom it was made. */
    static String whose(Notification notification) {
        String instead = notification.getFallbackFor();
        return instead == null ? notification.getReceiver() : instead;
    }
}
