package dev.vigia.bench;

/** Another way to the built-in series of requests: counts and a sketch of durations by service and by route, each 10 s. */
public interface Peer {

    /** Folds every record there is; all that came of it is committed when this returns. */
    Speed run(PeerRun run) throws Exception;
}
