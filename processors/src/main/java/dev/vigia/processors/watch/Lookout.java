package dev.vigia.processors.watch;

import java.util.Optional;

/** Looks around now and then, in the background. For one thread. */
interface Lookout {

    /** What was found since the last call, if a look has come to its end. Never blocks. */
    Optional<Reading> next();

    /** Somebody else looks from now on. */
    void rest();
}
