package dev.vigia.app;

import dev.vigia.runtime.UserException;
import java.nio.file.Path;

/**
 * Section {@code standalone}: what {@code bin/vigia up} starts on this machine. Everything listens on loopback.
 *
 * @param dataDir where everything is kept
 * @param kafkaPort port of the broker
 * @param registryPort port of the schema registry
 * @param elasticsearchPort port of Elasticsearch
 * @param connectPort port of Connect's REST API
 */
record StandaloneSettings(Path dataDir, int kafkaPort, int registryPort, int elasticsearchPort, int connectPort) {

    StandaloneSettings {
        if (dataDir == null) throw new UserException("data_dir is empty; write for instance .vigia");
        dataDir = dataDir.toAbsolutePath().normalize();
    }
}
