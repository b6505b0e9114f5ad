package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Cluster;
import dev.vigia.chaos.cluster.Member;
import dev.vigia.chaos.load.Load;
import dev.vigia.chaos.verdict.Poison;
import dev.vigia.chaos.verdict.Receivers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Where a fault happens.
 *
 * @param random what decides what is left open
 * @param brief whether faults are over soon, as in the short form
 * @param log takes a line about what is done
 */
public record Scene(
        Cluster cluster,
        Load load,
        Poison poison,
        Receivers receivers,
        Random random,
        boolean brief,
        Consumer<String> log) {

    void say(String what) {
        log.accept(what);
    }

    /** Starts a process again. In the short form, the next fault does not wait for it. */
    void startAgain(Member member) {
        if (brief) {
            member.startInBackground();
        } else {
            member.start();
            say(member + " is back");
        }
    }

    /** How long a fault lasts. */
    Duration lasting(Duration briefly, Duration long_) {
        return brief ? briefly : long_;
    }

    <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Up to this long. */
    Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextInt(Math.toIntExact(most.toMillis()) + 1));
    }

    /** A process stands still (SIGSTOP). */
    static void freeze(Member member, Duration still) throws InterruptedException {
        member.freeze();
        try {
            pause(still);
        } finally {
            member.thaw();
        }
    }

    static void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
}
