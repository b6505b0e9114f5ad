package dev.vigia.chaos.verdict;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One claim, and whether it holds.
 *
 * @param name what is claimed, in a few words
 * @param counts what was looked at
 * @param differences what is not as it should be: the first few
 * @param more how many differences there are besides
 */
public record Check(String name, String counts, List<String> differences, long more) {

    public Check {
        differences = List.copyOf(differences);
    }

    private static final long POLL_MILLIS = 500;

    /** Looks again and again until it has passed, but no longer than that, and at least once. */
    static Check within(Duration patience, Supplier<Check> look) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Check check = look.get();
        while (!check.passed() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            check = look.get();
        }
        return check;
    }

    public boolean passed() {
        return differences.isEmpty();
    }
}
