package dev.vigia.chaos.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process has taken, from when it had warmed up.
 *
 * <p>It is held against itself by halves rather than against one moment: a process that has nothing to do at first, as
 * Elasticsearch while the registry is gone, has its heap still to fill. Not thread-safe.
 */
final class Life {

    /** What a JVM may take on top: for what it compiles, for class data, for connections after others were lost. */
    private static final long MORE_MEMORY_MB = 160;

    private static final double TIMES_MEMORY = 1.25;
    private static final int MORE_THREADS = 24;

    /** RocksDB has each of its files open, and there are more of them the more state there is. */
    private static final int MORE_FILES = 240;

    private final Duration every;
    private final List<Sample> samples = new ArrayList<>();

    /** At one moment. */
    record Sample(long residentMb, int threads, int files) {

        private static Sample most(Sample a, Sample b) {
            return new Sample(
                    Math.max(a.residentMb, b.residentMb), Math.max(a.threads, b.threads), Math.max(a.files, b.files));
        }

        @Override
        public String toString() {
            return residentMb + " MB, " + threads + " threads, " + files + " files";
        }
    }

    /** @param every the time between two samples */
    Life(Duration every) {
        this.every = every;
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    /** Whether it has far more at its end than it ever had in the first half. */
    boolean leaks() {
        if (samples.isEmpty()) return false;
        Sample before = firstHalf();
        Sample last = last();
        return last.residentMb > before.residentMb * TIMES_MEMORY + MORE_MEMORY_MB
                || last.threads > before.threads + MORE_THREADS
                || last.files > before.files + MORE_FILES;
    }

    private Sample firstHalf() {
        return samples.subList(0, half()).stream().reduce(Sample::most).orElseThrow();
    }

    /** At least one. */
    private int half() {
        return (samples.size() + 1) / 2;
    }

    private Sample last() {
        return samples.get(samples.size() - 1);
    }

    @Override
    public String toString() {
        if (samples.isEmpty()) return "not seen";
        long later = every.toSeconds() * (samples.size() - half());
        return "at most " + firstHalf() + "; " + later + " s later " + last();
    }
}
