package dev.vigia.chaos.cluster;

import dev.vigia.platform.RunningProcess;
import dev.vigia.platform.StartFailedException;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One process of the cluster, under a name that stays when it is killed and started anew. A start that fails, for instance
 * because another process is away, is tried again, as a container engine does with {@code restart: unless-stopped}.
 * Thread-safe.
 */
public final class Member {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String name;
    private final Kind kind;
    private final Supplier<RunningProcess> starter;
    private volatile Optional<Life> life = Optional.empty();
    private volatile Optional<Thread> starting = Optional.empty();
    private final List<String> deaths = new CopyOnWriteArrayList<>();
    private final AtomicInteger kills = new AtomicInteger();
    private int lives;

    /** From a start to the end of a process. */
    public record Life(int number, RunningProcess process, Instant began) {}

    /** @param starter starts the process and waits until it is ready */
    Member(String name, Kind kind, Supplier<RunningProcess> starter) {
        this.name = name;
        this.kind = kind;
        this.starter = starter;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** The present life; empty while it is meant to be down. Does not wait. */
    public Optional<Life> life() {
        return life;
    }

    /** Whether it is meant to run and does not: it has ended by itself. */
    public boolean hasDied() {
        return life.map(present -> !present.process().alive()).orElse(false);
    }

    /** How often it has ended by itself, and when that was found: a line each. */
    public List<String> deaths() {
        return List.copyOf(deaths);
    }

    private void end(Consumer<RunningProcess> how) {
        if (hasDied()) deaths.add(name + " had ended by itself by " + Instant.now());
        Optional<Life> ended = life;
        life = Optional.empty();
        ended.ifPresent(present -> how.accept(present.process()));
    }

    /** Starts it if it does not run, and waits until it is ready, or somebody kills or stops it meanwhile. */
    public synchronized void start() {
        if (life.isPresent() && !hasDied()) return;
        end(RunningProcess::kill);
        starting = Optional.of(Thread.currentThread());
        try {
            attemptUntil(Instant.now().plus(START_TIMEOUT));
        } catch (InterruptedException e) {
            // It is not wanted any more; what was started of it is gone.
        } finally {
            starting = Optional.empty();
        }
    }

    private void attemptUntil(Instant deadline) throws InterruptedException {
        while (true) {
            try {
                life = Optional.of(new Life(++lives, starter.get(), Instant.now()));
                return;
            } catch (StartFailedException e) {
                if (Thread.interrupted()) throw new InterruptedException();
                if (Instant.now().isAfter(deadline)) throw e;
                TimeUnit.NANOSECONDS.sleep(RETRY_AFTER.toNanos());
            }
        }
    }

    /** The same, and nobody waits for it. */
    public void startInBackground() {
        Thread thread = new Thread(this::start, "start-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** How often it was killed while it ran or started. */
    public int kills() {
        return kills.get();
    }

    /** {@code kill -9}, also while it starts. */
    public void kill() {
        if (life.isPresent() || starting.isPresent()) kills.incrementAndGet();
        starting.ifPresent(Thread::interrupt);
        synchronized (this) {
            end(RunningProcess::kill);
        }
    }

    /** {@code SIGTERM}, and waits until it has ended. */
    public synchronized void stop() {
        end(RunningProcess::close);
    }

    /** {@code SIGSTOP}: it stands still. */
    public void freeze() {
        signal("STOP");
    }

    /** {@code SIGCONT}: it goes on. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        life.ifPresent(present -> {
            try {
                new ProcessBuilder(
                                "kill",
                                "-" + signal,
                                Long.toString(present.process().pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UserException("There is no program 'kill': " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
