package dev.vigia.chaos.verdict;

import dev.vigia.chaos.cluster.Cluster;
import dev.vigia.chaos.cluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Memory, threads and open files of each process from {@code /proc}, within each of its lives: after it has warmed up, and
 * last. Nothing where there is no {@code /proc}. Thread-safe.
 */
public final class Vitals implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    /** What a JVM may take on top: for what it compiles, for class data, for connections after others were lost. */
    private static final long MORE_MEMORY_MB = 160;

    private static final double TIMES_MEMORY = 1.25;
    private static final int MORE_THREADS = 24;

    /** RocksDB has each of its files open, and there are more of them the more state there is. */
    private static final int MORE_FILES = 240;

    private final Cluster cluster;
    private final Duration warmUp;
    private final Map<String, Course> courses = new LinkedHashMap<>();
    private final Thread thread;
    private volatile boolean stopping;

    /** At one moment. */
    record Sample(long residentMb, int threads, int files) {

        @Override
        public String toString() {
            return residentMb + " MB, " + threads + " threads, " + files + " files";
        }
    }

    private record Course(Sample warm, Sample last, Duration between) {

        @Override
        public String toString() {
            return warm + "; " + between.toSeconds() + " s later " + last;
        }
    }

    /** @param warmUp how long after a start a process has warmed up */
    public Vitals(Cluster cluster, Duration warmUp) {
        this.cluster = cluster;
        this.warmUp = warmUp;
        thread = new Thread(this::run, "vitals");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                cluster.members().forEach(this::sample);
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample(Member member) {
        Optional<Member.Life> life = member.life();
        if (life.isEmpty()) return;
        Duration age = Duration.between(life.get().began(), Instant.now());
        Optional<Sample> sample = read(life.get().process().pid());
        if (age.compareTo(warmUp) < 0 || sample.isEmpty()) return;
        synchronized (this) {
            String key = member.name() + " (life " + life.get().number() + ")";
            Sample warm =
                    Optional.ofNullable(courses.get(key)).map(Course::warm).orElse(sample.get());
            courses.put(key, new Course(warm, sample.get(), age.minus(warmUp)));
        }
    }

    private static Optional<Sample> read(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            int open = (int) files.count();
            long resident = 0;
            int threads = 0;
            for (String line : Files.readAllLines(process.resolve("status"))) {
                // Mapped files are the disk's: Elasticsearch maps its indices, which grow.
                if (line.startsWith("RssAnon:")) resident = number(line) / 1024;
                if (line.startsWith("Threads:")) threads = (int) number(line);
            }
            return Optional.of(new Sample(resident, threads, open));
        } catch (IOException e) {
            // It has just ended, or this system has no /proc.
            return Optional.empty();
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D+", ""));
    }

    /** At the end, each process has about what it had when it was warm. */
    public synchronized Check check() {
        Findings findings = new Findings("nothing leaks");
        courses.forEach((life, course) -> {
            Sample warm = course.warm();
            Sample last = course.last();
            boolean leaks = last.residentMb() > warm.residentMb() * TIMES_MEMORY + MORE_MEMORY_MB
                    || last.threads() > warm.threads() + MORE_THREADS
                    || last.files() > warm.files() + MORE_FILES;
            if (leaks) findings.differ(life + ": " + course);
        });
        findings.count("lives", courses.size());
        return findings.check();
    }

    /** One line a life: what it had when it was warm, and last. */
    public synchronized List<String> lines() {
        return courses.entrySet().stream()
                .map(life -> life.getKey() + ": " + life.getValue())
                .toList();
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
    }
}
