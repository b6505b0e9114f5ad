package dev.vigia.platform;

import java.util.List;
import java.util.Optional;

/**
 * How a connector does.
 *
 * @param name of the connector
 * @param state of the connector itself, as Connect calls it; {@code RUNNING} even if all its tasks failed
 * @param error why it failed, a stack trace; empty if it did not
 * @param tasks by their number
 */
public record ConnectorStatus(String name, String state, Optional<String> error, List<Task> tasks) {
    /** The state of what works. */
    public static final String RUNNING = "RUNNING";

    /**
     * How one task does.
     *
     * @param number from 0
     * @param state as Connect calls it
     * @param error why it failed, a stack trace; empty if it did not
     */
    public record Task(int number, String state, Optional<String> error) {}

    /** Copies the list. */
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /** Whether the connector and all its tasks run, and there is at least one task. */
    public boolean running() {
        return state.equals(RUNNING)
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.state().equals(RUNNING));
    }
}
