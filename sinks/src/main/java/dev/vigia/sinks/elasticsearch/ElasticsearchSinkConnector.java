package dev.vigia.sinks.elasticsearch;

import dev.vigia.sinks.Version;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Writes Vigia's topics to Elasticsearch. See the module's README for the settings. */
public final class ElasticsearchSinkConnector extends SinkConnector {

    private Map<String, String> properties = Map.of();
    private Optional<RollupRetention> rollups = Optional.empty();

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public ConfigDef config() {
        return ElasticsearchSinkConfig.KEYS;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ElasticsearchSinkTask.class;
    }

    @Override
    public void start(Map<String, String> properties) {
        ElasticsearchSinkConfig config = new ElasticsearchSinkConfig(properties);
        this.properties = Map.copyOf(properties);
        rollups = config.rollupsRetention()
                .map(retention ->
                        new RollupRetention(new HttpElasticsearch(config.connection()), retention, Clock.systemUTC()));
        rollups.ifPresent(RollupRetention::start);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> config = new HashMap<>(properties);
            config.put(ElasticsearchSinkConfig.TASK, Integer.toString(task));
            tasks.add(config);
        }
        return tasks;
    }

    @Override
    public void stop() {
        rollups.ifPresent(RollupRetention::close);
    }
}
