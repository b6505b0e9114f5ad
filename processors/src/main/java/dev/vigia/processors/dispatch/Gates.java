package dev.vigia.processors.dispatch;

import dev.vigia.processors.routing.Routing;
import dev.vigia.schemas.avro.Alert;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What an alarm has to pass before anybody is told, in order. The first gate that is shut says why it is not. */
final class Gates {

    /** Of an alert on a route, for all of its receivers. */
    private final List<Gate> ofAlert;
    /** Of one receiver. What passes them too is told, unless the receiver is in a {@link Storms storm}. */
    private final List<Gate> ofReceiver;
    /** Those that hold back attempts as well that are to be made again. */
    private final List<Gate> ofRetry;
    /** Those that have a digest leave out what is on, though they let it pass when it became news. */
    private final List<Gate> ofDigest;

    private final Routing routing;

    Gates(
            Routing routing,
            Silences silences,
            MaintenanceWindows maintenance,
            Inhibitions inhibitions,
            Cooldowns cooldowns) {
        this.routing = routing;
        ofAlert = List.of(Gates::snoozed, Gates::acknowledged, silences, maintenance, inhibitions, Gates::outsideHours);
        ofReceiver = List.of(cooldowns, Gates::alreadyTold);
        ofRetry = List.of(silences, maintenance, inhibitions);
        ofDigest = List.of(Gates::snoozed, silences, maintenance, inhibitions);
    }

    Optional<Gate.Shut> ofAlert(Gate.Alarm alarm) {
        return first(ofAlert, alarm);
    }

    Optional<Gate.Shut> ofReceiver(Gate.Alarm alarm) {
        return first(ofReceiver, alarm);
    }

    /** @param route id of the route by which it was told; one that is not there any more does not matter */
    Optional<Gate.Shut> ofRetry(Alert alert, Reason news, String route, long now) {
        return first(ofRetry, alarm(alert, news, route, now));
    }

    /** @param route as above */
    Optional<Gate.Shut> ofDigest(Alert alert, String route, long now) {
        return first(ofDigest, alarm(alert, Reason.DIGEST, route, now));
    }

    private Gate.Alarm alarm(Alert alert, Reason news, String route, long now) {
        return Gate.Alarm.ofRoute(alert, news, routing.labels(alert), routing.routeOrRoot(route), now);
    }

    private static Optional<Gate.Shut> first(List<Gate> gates, Gate.Alarm alarm) {
        return gates.stream().flatMap(gate -> gate.shut(alarm).stream()).findFirst();
    }

    private static Optional<Gate.Shut> snoozed(Gate.Alarm alarm) {
        Long until = alarm.alert().getSnoozedUntil();
        return until != null && Snoozes.isSnoozed(alarm.alert(), alarm.now())
                ? Optional.of(new Gate.Shut(Reason.SNOOZED, "", OptionalLong.of(until)))
                : Optional.empty();
    }

    /** Whoever is on it needs no reminder; that it became worse is told all the same. */
    private static Optional<Gate.Shut> acknowledged(Gate.Alarm alarm) {
        String by = alarm.alert().getAcknowledgedBy();
        return by != null && alarm.news().isReminder()
                ? Optional.of(Gate.Shut.by(Reason.ACKNOWLEDGED, by))
                : Optional.empty();
    }

    private static Optional<Gate.Shut> outsideHours(Gate.Alarm alarm) {
        return alarm.route().hours().closedBy(alarm.now()).map(by -> {
            long change = alarm.route().hours().nextChange(alarm.now()).orElse(alarm.now() + RETRY);
            return new Gate.Shut(Reason.OUTSIDE_HOURS, by, OptionalLong.of(change));
        });
    }

    /** When hours are asked again that do not open within a year, for the file may change: milliseconds. */
    private static final long RETRY = 86_400_000;

    private static Optional<Gate.Shut> alreadyTold(Gate.Alarm alarm) {
        return alarm.news() == Reason.REPEATED
                        || Item.alarm(alarm.alert(), alarm.news(), alarm.known(), alarm.now())
                                .isPresent()
                ? Optional.empty()
                : Optional.of(Gate.Shut.of(Reason.ALREADY_TOLD));
    }
}
