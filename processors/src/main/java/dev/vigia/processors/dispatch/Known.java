package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Severity;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a receiver knows of an episode that is on.
 *
 * @param group id of the group by which it was last told; empty for none
 * @param since number of the record with which it was first told, or told anew; where nothing was new but that it had not heard, when
 *     that was; 0 in what a release wrote that did not note that
 * @param severity the worst that it was told since
 * @param watched whether it was told last that the alert has recovered and is watched
 * @param delivered whether a notification got through, or may have
 * @param failed whether one did not, for good
 * @param underWay ids of the notifications of which nothing is known yet
 * @param waiting ids of those that are to be tried again
 * @param reader whom it called last, if it was told first by calling somebody
 * @param caughtUp whether it was told anew because it was well again, after it was told last for another reason
 */
record Known(
        String group,
        long since,
        Severity severity,
        boolean watched,
        boolean delivered,
        boolean failed,
        SortedSet<String> underWay,
        SortedSet<String> waiting,
        Reader reader,
        boolean caughtUp) {

    private static final int LAYOUT = 3;

    Known {
        underWay = Collections.unmodifiableSortedSet(new TreeSet<>(underWay));
        waiting = Collections.unmodifiableSortedSet(new TreeSet<>(waiting));
    }

    static Known nothing(Item item) {
        SortedSet<String> none = new TreeSet<>();
        return new Known("", item.since(), item.severity(), false, false, false, none, none, item.reader(), false);
    }

    /** Whether the receiver has heard, or is just hearing, of the episode. */
    boolean heard() {
        return delivered || !underWay.isEmpty();
    }

    /** Whether it was told in vain: it has not heard of the episode, and no attempt follows. */
    boolean isLost() {
        return failed && !heard() && waiting.isEmpty();
    }

    /** Whether it is to be told as soon as the receiver is well; once, for it may be this alert that it refuses. */
    boolean isToCatchUp() {
        return isLost() && !caughtUp;
    }

    /** Whether nothing was told, and nothing is to be. */
    boolean isNothing() {
        return !heard() && !failed && waiting.isEmpty();
    }

    /** Whether it knows of an alert as bad as that, or worse. */
    boolean isAsSevereAs(Severity other) {
        return severity.compareTo(other) <= 0;
    }

    /** After it is told something more; what becomes of the notification is said by itself. */
    Known told(Item item, String by) {
        boolean repeated = item.reason().isReminder();
        boolean anew = !repeated && item.since() != since;
        boolean worse = item.severity().compareTo(severity) < 0;
        boolean another = !reader.isAnybody() && !item.reader().isAnybody();
        return new Known(
                by,
                anew ? item.since() : since,
                anew || worse ? item.severity() : severity,
                repeated ? watched : item.reason() == Reason.WATCHED,
                delivered,
                failed,
                underWay,
                waiting,
                another ? item.reader() : reader,
                false);
    }

    /** After a notification is there. */
    Known with(String notificationId, Sending.Progress progress) {
        Known before = without(notificationId);
        SortedSet<String> going = new TreeSet<>(before.underWay());
        SortedSet<String> later = new TreeSet<>(before.waiting());
        switch (progress) {
            case UNDER_WAY -> going.add(notificationId);
            case WAITING, HELD -> later.add(notificationId);
            case DELIVERED, FAILED -> {}
        }
        return new Known(
                group,
                since,
                severity,
                watched,
                delivered || progress == Sending.Progress.DELIVERED,
                failed || progress == Sending.Progress.FAILED,
                going,
                later,
                reader,
                caughtUp);
    }

    /** After an attempt without an answer: whoever may have heard of it is told of the end. */
    Known perhaps() {
        return new Known(group, since, severity, watched, true, failed, underWay, waiting, reader, caughtUp);
    }

    /** After it was told anew because it was well again. */
    Known catchingUp() {
        return new Known(group, since, severity, watched, delivered, failed, underWay, waiting, reader, true);
    }

    /** After a notification is no more, and will not be tried again. */
    Known without(String notificationId) {
        SortedSet<String> going = new TreeSet<>(underWay);
        SortedSet<String> later = new TreeSet<>(waiting);
        going.remove(notificationId);
        later.remove(notificationId);
        return new Known(group, since, severity, watched, delivered, failed, going, later, reader, caughtUp);
    }

    /** Whether a notification is under way to it, or waits. */
    boolean awaits(String notificationId) {
        return underWay.contains(notificationId) || waiting.contains(notificationId);
    }

    byte[] encode() {
        Encoder out = new Encoder(LAYOUT)
                .text(group)
                .number(since)
                .text(severity.name())
                .flag(watched)
                .flag(delivered)
                .flag(failed)
                .number(underWay.size());
        underWay.forEach(out::text);
        out.number(waiting.size());
        waiting.forEach(out::text);
        reader.encode(out);
        return out.flag(caughtUp).toBytes();
    }

    static Known decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        return new Known(
                in.text(),
                in.number(),
                Severity.valueOf(in.text()),
                in.flag(),
                in.flag(),
                in.flag(),
                ids(in),
                ids(in),
                in.version() < 2 ? Reader.ANYBODY : Reader.decode(in),
                in.version() >= 3 && in.flag());
    }

    private static SortedSet<String> ids(Decoder in) {
        SortedSet<String> ids = new TreeSet<>();
        for (int i = in.integer(); i > 0; i--) ids.add(in.text());
        return ids;
    }
}
