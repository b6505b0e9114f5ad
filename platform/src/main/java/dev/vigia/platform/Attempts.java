package dev.vigia.platform;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Starts a process again that gives up while it starts: on a machine that has too much to do it may run into its own
 * timeouts, and somebody may have taken a port that was free when it was chosen. One that is ended from outside or takes too
 * long is not started again.
 */
final class Attempts {
    /** So often in all: what does not pass by itself is the same each time. */
    private static final int MOST = 3;

    private Attempts() {}

    /**
     * Starts a process and waits until it is ready.
     *
     * @param command asked for each attempt
     * @param ready waits for it, as {@link ChildProcess#awaitReady} does
     * @throws StartFailedException if the last attempt has failed, or another one would not help
     */
    static ChildProcess start(Supplier<ChildCommand> command, Consumer<ChildProcess> ready) {
        for (int attempt = 1; ; attempt++) {
            ChildProcess process = ChildProcess.start(command.get());
            try {
                ready.accept(process);
                return process;
            } catch (StartFailedException e) {
                if (!e.endedByItself() || attempt == MOST) throw e;
            }
        }
    }
}
