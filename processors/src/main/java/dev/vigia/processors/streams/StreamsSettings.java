package dev.vigia.processors.streams;

import dev.vigia.runtime.UserException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How topologies run on this machine.
 *
 * @param stateDir where the state stores live; has to survive restarts, and belongs to one instance
 * @param commitInterval how often a transaction is committed, 10 ms to 5 s; default 100 ms
 * @param instanceId names this instance among the copies of the program; the same after a restart; default {@code local}
 * @param threads stream threads of each topology, at least 1; default 1
 * @param standbyReplicas warm copies of each state store on other instances; default 0
 */
public record StreamsSettings(
        Path stateDir, Duration commitInterval, String instanceId, int threads, int standbyReplicas) {

    public StreamsSettings {
        stateDir = stateDir == null ? Path.of(".vigia", "streams") : stateDir;
        commitInterval = commitInterval == null ? Duration.ofMillis(100) : commitInterval;
        instanceId = instanceId == null || instanceId.isBlank() ? "local" : instanceId;
        threads = threads == 0 ? 1 : threads;
        if (commitInterval.toMillis() < 10 || commitInterval.toMillis() > 5_000) {
            throw new UserException("streams.commit_interval is 10ms to 5s");
        }
        if (!instanceId.matches("[a-zA-Z0-9._-]{1,200}")) {
            throw new UserException("streams.instance_id '" + instanceId + "' may have letters, digits and . _ - only");
        }
        if (threads < 1 || standbyReplicas < 0) {
            throw new UserException("streams.threads is 1 or more, streams.standby_replicas 0 or more");
        }
    }

    /** Settings with everything but the folder at its default. */
    public static StreamsSettings in(Path stateDir) {
        return new StreamsSettings(stateDir, Duration.ofMillis(100), "local", 1, 0);
    }

    /** The same settings with another commit interval. */
    public StreamsSettings withCommitInterval(Duration interval) {
        return new StreamsSettings(stateDir, interval, instanceId, threads, standbyReplicas);
    }
}
