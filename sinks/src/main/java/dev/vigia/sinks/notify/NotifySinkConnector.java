package dev.vigia.sinks.notify;

import dev.vigia.sinks.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
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

    /** Refuses receivers that cannot be made, so that Connect takes no such configuration. */
    @Override
    public Config validate(Map<String, String> properties) {
        List<ConfigValue> values = new ArrayList<>(super.validate(properties).configValues());
        if (values.stream().allMatch(value -> value.errorMessages().isEmpty())) {
            for (ReceiverCheck.Problem problem : ReceiverCheck.problems(properties)) {
                // Without its value, which Connect would show.
                values.add(new ConfigValue(
                        problem.key(), null, List.of(), List.of(problem.key() + ": " + problem.what())));
            }
        }
        return new Config(values);
    }

    /** Of what was taken once, one receiver that cannot be made any more keeps nobody from telling the others. */
    @Override
    public void start(Map<String, String> properties) {
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
