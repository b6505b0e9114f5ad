package dev.vigia.processors.dispatch;

import dev.vigia.processors.routing.Route;
import dev.vigia.schemas.avro.Alert;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Something that keeps quiet about alerts. */
interface Gate {

    /** What holds the alarm back; empty where it lets it pass. */
    Optional<Shut> shut(Alarm alarm);

    /**
     * What is to be told that something is wrong.
     *
     * @param news why it would be told
     * @param labels of the alert, by which it is routed
     * @param receiver name of the one that would be told; empty while it is about all of the route
     * @param known what that receiver knows of the episode
     * @param now the last tick, milliseconds since 1970-01-01 UTC
     */
    record Alarm(
            Alert alert,
            Reason news,
            Map<String, String> labels,
            Route route,
            String receiver,
            Optional<Known> known,
            long now) {

        /** One that is about all receivers of a route. */
        static Alarm ofRoute(Alert alert, Reason news, Map<String, String> labels, Route route, long now) {
            return new Alarm(alert, news, labels, route, "", Optional.empty(), now);
        }

        Alarm to(String other, Optional<Known> theirs) {
            return new Alarm(alert, news, labels, route, other, theirs, now);
        }
    }

    /**
     * Why a gate is shut.
     *
     * @param by as in {@link Decision.Hold}
     * @param until when it opens, milliseconds since 1970-01-01 UTC; empty where that is not known
     */
    record Shut(Reason reason, String by, OptionalLong until) {

        static Shut of(Reason reason) {
            return new Shut(reason, "", OptionalLong.empty());
        }

        static Shut by(Reason reason, String by) {
            return new Shut(reason, by, OptionalLong.empty());
        }

        /** Whether what is held back is told when the gate opens; of the others, something else brings it up again. */
        boolean holds() {
            return switch (reason) {
                case SILENCED, IN_MAINTENANCE, INHIBITED, OUTSIDE_HOURS, COOLING_DOWN -> true;
                default -> false;
            };
        }

        /** Whether it opens by itself at {@code until}. */
        boolean isTimed() {
            return reason == Reason.OUTSIDE_HOURS || reason == Reason.COOLING_DOWN;
        }
    }
}
