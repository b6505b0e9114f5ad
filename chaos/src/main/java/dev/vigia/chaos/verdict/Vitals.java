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
 * Memory, threads and open files of each process from {@code /proc}, in each of its lives once it has warmed up: what does not
 * leak has after the first half of that time what it has at the end. Nothing where there is no {@code /proc}. Thread-safe.
 */
public final class Vitals implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Duration warmUp;
    private final Map<String, Life> lives = new LinkedHashMap<>();
    private final Thread thread;
    private volatile boolean stopping;

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
        Optional<Life.Sample> sample = read(life.get().process().pid());
        if (age.compareTo(warmUp) < 0 || sample.isEmpty()) return;
        synchronized (this) {
            lives.computeIfAbsent(member.name() + " (life " + life.get().number() + ")", name -> new Life(EVERY))
                    .add(sample.get());
        }
    }

    private static Optional<Life.Sample> read(long pid) {
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
            return Optional.of(new Life.Sample(resident, threads, open));
        } catch (IOException e) {
            // It has just ended, or this system has no /proc.
            return Optional.empty();
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D+", ""));
    }

    /** At the end, each process has about what it had in the first half of its time. */
    public synchronized Check check() {
        Findings findings = new Findings("nothing leaks");
        lives.forEach((name, life) -> {
            if (life.leaks()) findings.differ(name + ": " + life);
        });
        findings.count("lives", lives.size());
        return findings.check();
    }

    /** One line a life: the most it had in the first half of its time, and what it has last. */
    public synchronized List<String> lines() {
        return lives.entrySet().stream()
                .map(life -> life.getKey() + ": " + life.getValue())
                .toList();
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
    }
}
