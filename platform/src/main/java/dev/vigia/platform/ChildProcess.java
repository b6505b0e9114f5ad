package dev.vigia.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A JVM started by this one, and which ends with it however this one ends. Its output goes to a file. Thread-safe.
 *
 * <p>The child reads its standard input and exits at its end ({@link DieWithParent}); this object holds the other end.
 */
public final class ChildProcess implements RunningProcess {
    /** Exit codes from here on say that a signal has ended it. */
    private static final int SIGNALED = 128;

    private static final String ADVICE =
            "If that does not say what is wrong, this machine may have too much to do or too "
                    + "little memory: start again when there is less on it.";

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration TERM_GRACE = Duration.ofSeconds(25);
    private static final Duration KILL_GRACE = Duration.ofSeconds(5);

    private final String name;
    private final Path log;
    private final Process process;
    private final long startedNanos = System.nanoTime();

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts the process; does not wait until it does something useful.
     *
     * @throws StartFailedException if there is no such program, or its log cannot be written
     */
    public static ChildProcess start(ChildCommand command) {
        return start(command.name(), command.processBuilder(), command.log());
    }

    /**
     * Starts a script that becomes a JVM. It ends with this one if that JVM runs with {@link DieWithParent#agent}.
     *
     * @param name as the user knows it
     * @param log file for its output; an earlier one is kept as {@code <log>.1}
     * @throws StartFailedException as for {@link #start(ChildCommand)}
     */
    public static ChildProcess start(String name, ProcessBuilder program, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            if (Files.exists(log)) {
                Files.move(log, Path.of(log + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            Process process = program.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ChildProcess(name, log, process);
        } catch (IOException e) {
            throw new StartFailedException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until {@code uri} answers with status 200.
     *
     * @throws StartFailedException as for {@link #awaitReady(BooleanSupplier, Duration, Progress)}
     */
    public void awaitReady(URI uri, Duration timeout, Progress progress) {
        awaitReady(() -> HttpProbe.answersOk(uri), timeout, progress);
    }

    /**
     * Waits until {@code ready} says so. The process is killed if it does not get there.
     *
     * @param ready asked several times a second; must not block for long
     * @throws StartFailedException if the process ended, the time is over or this thread was interrupted; the message
     *     has the name of the log file, its last lines, and what may help
     */
    public void awaitReady(BooleanSupplier ready, Duration timeout, Progress progress) {
        while (!ready.getAsBoolean()) {
            if (!alive()) {
                int code = process.exitValue();
                throw failed("ended with exit code " + code + " before it was ready", code < SIGNALED);
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
            if (elapsed.compareTo(timeout) > 0) {
                kill();
                throw failed("was not ready after " + timeout.toSeconds() + " s", false);
            }
            progress.waiting(name, elapsed);
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
                throw failed("was stopped while it started", false);
            }
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean alive() {
        return process.isAlive();
    }

    /** The file with its output. */
    public Path log() {
        return log;
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        waitFor(KILL_GRACE);
    }

    @Override
    public void close() {
        process.destroy();
        if (!waitFor(TERM_GRACE)) {
            kill();
        }
    }

    private boolean waitFor(Duration timeout) {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private StartFailedException failed(String why, boolean byItself) {
        return new StartFailedException(name + " " + why + ". " + LogTail.of(log) + "\n" + ADVICE, byItself);
    }
}
