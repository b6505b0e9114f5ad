package dev.vigia.platform;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Puts what it gets into the memory of this JVM, under the name {@code box}; fails on the value {@code fail}. */
public final class CollectingSink extends SinkConnector {
    private static final Map<String, Queue<String>> BOXES = new ConcurrentHashMap<>();

    private Map<String, String> config = Map.of();

    static Queue<String> box(String name) {
        return BOXES.computeIfAbsent(name, n -> new ConcurrentLinkedQueue<>());
    }

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CollectingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, config);
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return new ConfigDef().define("box", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "where to put it");
    }

    @Override
    public String version() {
        return "1";
    }

    /** One task of the sink. */
    public static final class CollectingTask extends SinkTask {
        private String box = "";

        @Override
        public void start(Map<String, String> props) {
            box = props.get("box");
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            for (SinkRecord found : records) {
                if ("fail".equals(found.value())) {
                    throw new ConnectException("told to fail");
                }
                box(box).add(String.valueOf(found.value()));
            }
        }

        @Override
        public void stop() {}

        @Override
        public String version() {
            return "1";
        }
    }
}
