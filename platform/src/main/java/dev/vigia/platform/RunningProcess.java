package dev.vigia.platform;

/** A process of its own that this JVM started, and which ends with it. Thread-safe. */
public interface RunningProcess extends AutoCloseable {

    /** The process id. */
    long pid();

    /** Whether the process runs. */
    boolean alive();

    /** Kills the process at once ({@code kill -9}) and waits until it is gone. */
    void kill();

    /** Asks the process to end ({@code SIGTERM}), waits, and kills it if it takes too long. Does nothing twice. */
    @Override
    void close();
}
