package dev.vigia.runtime;

/**
 * Something that runs: a topology, the gateway, the console. No network is touched before {@link #start()}. {@code start}
 * and {@code close} are called once each, from one thread; {@code health} from any.
 */
public interface Part extends AutoCloseable {

    /** A short name for logs and health, for instance {@code gateway}. */
    String name();

    /**
     * Starts it and returns once it does its work or is sure to get there by itself.
     *
     * @throws UserException when the configuration or the machine stands in the way
     */
    void start();

    /** How it is now. Never blocks, never throws. */
    Health health();

    /** Stops it and frees what it holds; what was accepted is finished first. */
    @Override
    void close();
}
