package dev.vigia.processors.oncall;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A rotation as somebody does it who looks at the clock on the wall each minute: slow, and sure. */
final class WallClock {

    private final List<String> users;
    private final Duration turn;
    private final ZoneId zone;
    private LocalDateTime next;
    private int turns;

    WallClock(List<String> users, LocalDateTime start, Duration turn, ZoneId zone) {
        this.users = users;
        this.turn = turn;
        this.zone = zone;
        this.next = start;
    }

    /** Looks at the clock. Times are to be given in order, each minute. */
    Optional<String> look(Instant at) {
        LocalDateTime wall = LocalDateTime.ofInstant(at, zone);
        while (!wall.isBefore(next)) {
            turns++;
            next = next.plus(turn);
        }
        return turns == 0 ? Optional.empty() : Optional.of(users.get((turns - 1) % users.size()));
    }
}
