package dev.vigia.bench;

/**
 * What a peer is asked to do: fold all that is in {@code logs}, once.
 *
 * @param results topic for what comes of it; new, and nobody else writes to it
 * @param records how many there are
 * @param parallelism how many threads or subtasks work at it
 */
public record PeerRun(String results, long records, int parallelism) {}
