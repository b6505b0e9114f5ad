package dev.vigia.sinks.notify;

import dev.vigia.sinks.Version;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Tells receivers what {@code notifications} says. See the module's README for the settings. */
public final class NotifySinkConnector extends SinkConnector {

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public ConfigDef config() {
        return NotifySinkConfig.KEYS;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return NotifySinkTask.class;
    }

    @Override
    public void start(Map<String, String> properties) {
        Receivers.of(new NotifySinkConfig(properties));
        this.properties = Map.copyOf(properties);
    }

    /** One task: the topic has one partition. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public void stop() {
        // There is nothing to stop but the tasks.
    }
}
