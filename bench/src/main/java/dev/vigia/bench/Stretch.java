package dev.vigia.bench;

import java.util.Optional;

/** The speed between the first sign of progress and the end: how long things take to start does not count. */
public final class Stretch {

    private final long goal;
    private long first;
    private Optional<Speed.Instant> begun = Optional.empty();
    private Optional<Speed> speed = Optional.empty();

    /** @param goal how much there is to do */
    public Stretch(long goal) {
        this.goal = goal;
    }

    /** Takes down how far the work has come; says whether that is all. */
    public boolean at(long done) {
        if (done == 0) return false;
        if (begun.isEmpty()) {
            first = done;
            begun = Optional.of(Speed.Instant.now());
        }
        Failures.require(done <= goal, done + " of " + goal + " are done");
        if (done < goal) return false;
        Failures.require(goal > 2 * first, "the work was done at once; take more of it (--seconds)");
        speed = Optional.of(begun.get().since(goal - first));
        return true;
    }

    /** What came of it once {@link #at} has said that all is done. */
    public Speed speed() {
        return speed.orElseThrow(() -> new IllegalStateException("the work is not done"));
    }
}
