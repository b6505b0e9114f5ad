package dev.vigia.platform;

import java.time.Duration;

/** Told again and again while something starts, so that a user can be shown that it goes on. */
@FunctionalInterface
public interface Progress {
    /** Says nothing. */
    Progress NONE = (name, elapsed) -> {};

    /**
     * {@code name} is not ready yet. Called on the thread that waits, several times a second; must return quickly.
     *
     * @param name what starts, as the user knows it
     * @param elapsed since it was started
     */
    void waiting(String name, Duration elapsed);
}
