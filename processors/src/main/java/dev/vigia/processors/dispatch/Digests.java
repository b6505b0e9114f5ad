package dev.vigia.processors.dispatch;

import dev.vigia.processors.dispatch.Sending.Progress;
import dev.vigia.processors.routing.Digest;
import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.routing.Routing;
import dev.vigia.schemas.avro.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells receivers that have a digest of all that is on, and is over since the last one, when its time has come; where there is nothing
 * of it, nothing. What is silenced, in maintenance, inhibited or snoozed by then is left for the next one.
 */
final class Digests {

    private final Routing routing;
    private final DigestTable table;
    private final OpenAlerts open;
    private final Gates gates;
    private final Sendings sendings;
    private final Outbox outbox;

    Digests(Routing routing, DigestTable table, OpenAlerts open, Gates gates, Sendings sendings, Outbox outbox) {
        this.routing = routing;
        this.table = table;
        this.open = open;
        this.gates = gates;
        this.sendings = sendings;
        this.outbox = outbox;
    }

    /** Tells those whose time has come, once however long it is past. */
    List<Decision> due(long now) {
        for (Receiver receiver : routing.receivers()) {
            if (receiver.digest().isPresent()) table.gathered(receiver.name(), now);
        }
        List<Decision> decisions = new ArrayList<>();
        for (DigestTable.Gathered gathered : table.all()) {
            Optional<Receiver> receiver = routing.receiver(gathered.receiver());
            Optional<Digest> digest = receiver.flatMap(Receiver::digest);
            if (receiver.isEmpty()) {
                decisions.add(new Decision.Leave(
                        about(table.lines(gathered.receiver())), gathered.receiver(), Reason.NO_ROUTE, ""));
            } else if (digest.isEmpty()) {
                decisions.addAll(tell(receiver.get(), gathered, "the last one", now));
            } else if (gathered.since() == 0) {
                // It was begun before the first tick.
                table.put(new DigestTable.Gathered(gathered.receiver(), gathered.id(), now));
            } else if (digest.get().next(gathered.since()) <= now) {
                decisions.addAll(tell(receiver.get(), gathered, digest.get().name(), now));
                table.begin(gathered.receiver(), now);
            }
            // The routes have no digest for it any more.
            if (digest.isEmpty()) table.remove(gathered.receiver());
        }
        return decisions;
    }

    private List<Decision> tell(Receiver receiver, DigestTable.Gathered gathered, String when, long now) {
        String name = receiver.name();
        settle(name);
        List<Decision> decisions = new ArrayList<>();
        List<DigestMessage.Part> parts = new ArrayList<>();
        List<DigestLine> lines = new ArrayList<>();
        for (DigestLine line : table.lines(name)) {
            if (!line.isDue()) continue;
            Alert alert = newest(name, line);
            Optional<Gate.Shut> shut = line.over().isPresent()
                    ? Optional.empty()
                    : gates.ofDigest(alert, line.about().route(), now);
            if (shut.isPresent()) {
                Gate.Shut gate = shut.get();
                decisions.add(
                        new Decision.Hold(List.of(line.about()), name, gate.reason(), gate.by(), gate.until(), ""));
            } else {
                parts.add(new DigestMessage.Part(alert, line));
                lines.add(line);
            }
        }
        if (parts.isEmpty()) return decisions;
        DigestMessage message = new DigestMessage(receiver, gathered.id(), gathered.since(), parts);
        for (DigestLine line : lines) table.put(name, line.toldBy(gathered.id()));
        decisions.addAll(outbox.send(receiver, message.notification(now), message.about(), when, now));
        return decisions;
    }

    /** The newest record; of what is over, the one with which that was told. */
    private Alert newest(String receiver, DigestLine line) {
        return line.over().isPresent()
                ? table.alert(receiver, line)
                : open.find(line.about().episodeId()).orElseGet(() -> table.alert(receiver, line));
    }

    /** What still waits of the digest before comes with this one; what is with the channel counts as told. */
    private void settle(String receiver) {
        table.lines(receiver).stream()
                .map(DigestLine::digestId)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList()
                .forEach(id -> {
                    Optional<Sending> waiting =
                            sendings.find(id).filter(sending -> sending.progress() != Progress.UNDER_WAY);
                    if (waiting.isEmpty()) {
                        table.arrived(receiver, id);
                    } else {
                        sendings.remove(waiting.get());
                        table.lost(receiver, id);
                    }
                });
    }

    private static List<Decision.About> about(List<DigestLine> lines) {
        return lines.stream().map(DigestLine::about).toList();
    }
}
