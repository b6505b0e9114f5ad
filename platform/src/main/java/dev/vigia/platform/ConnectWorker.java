package dev.vigia.platform;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder.Created;
import org.apache.kafka.connect.runtime.RestartRequest;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;

/**
 * A Kafka Connect standalone worker in this JVM. It forgets its connectors when it stops: whoever embeds it starts them
 * again, and they go on where their consumer groups stand. Thread-safe.
 *
 * <p>Connectors come from the class path by {@link java.util.ServiceLoader}: a file
 * {@code META-INF/services/org.apache.kafka.connect.sink.SinkConnector} names them. Converters likewise.
 */
public final class ConnectWorker implements AutoCloseable {
    private final Connect<StandaloneHerder> connect;

    private ConnectWorker(Connect<StandaloneHerder> connect) {
        this.connect = connect;
    }

    /**
     * Starts a worker without connectors.
     *
     * @param workerProps Connect's own properties; needed are {@code bootstrap.servers},
     *     {@code offset.storage.file.filename} and the converters. {@code listeners} is a free port of 127.0.0.1 unless
     *     it is given
     * @throws StartFailedException if it does not start, for instance because the broker is not there
     */
    public static ConnectWorker start(Map<String, String> workerProps) {
        Map<String, String> props = new HashMap<>(Map.of(
                // By default Connect also looks at every class of the class path, which takes twice as long.
                "plugin.discovery", "service_load",
                "listeners", "http://127.0.0.1:0",
                "rest.advertised.host.name", "127.0.0.1"));
        props.putAll(workerProps);
        try {
            return new ConnectWorker(StandaloneWorker.start(props));
        } catch (RuntimeException e) {
            throw new StartFailedException("The Connect worker did not start: " + e.getMessage(), e);
        }
    }

    /** The root of the worker's REST API. */
    public URI url() {
        return connect.rest().serverUrl();
    }

    /**
     * Starts a connector, or starts it anew with this configuration if it is there. Returns once the configuration is
     * accepted; tasks may start, and fail, later: see {@link #status}.
     *
     * @throws ConnectException if the configuration is not valid
     */
    public void startConnector(String name, Map<String, String> config) {
        Map<String, String> named = new HashMap<>(config);
        named.put("name", name);
        HerderCall.<Created<ConnectorInfo>>await(
                answer -> connect.herder().putConnectorConfig(name, named, true, answer));
    }

    /**
     * Stops a connector and forgets it. Does nothing if there is none.
     *
     * @throws ConnectException if Connect does not manage
     */
    public void stopConnector(String name) {
        try {
            HerderCall.<Created<ConnectorInfo>>await(answer -> connect.herder().deleteConnectorConfig(name, answer));
        } catch (NotFoundException e) {
            // As wanted.
        }
    }

    /**
     * Starts those of a connector's tasks again that have failed.
     *
     * @throws ConnectException if there is no such connector, or Connect does not manage
     */
    public void restartFailedTasks(String name) {
        HerderCall.<ConnectorStateInfo>await(
                answer -> connect.herder().restartConnectorAndTasks(new RestartRequest(name, true, true), answer));
    }

    /** How a connector does; empty if there is none, or it was only just started. */
    public Optional<ConnectorStatus> status(String name) {
        try {
            return Optional.of(statusOf(connect.herder().connectorStatus(name)));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static ConnectorStatus statusOf(ConnectorStateInfo info) {
        List<ConnectorStatus.Task> tasks = info.tasks().stream()
                .map(task -> new ConnectorStatus.Task(task.id(), task.state(), errorOf(task)))
                .toList();
        return new ConnectorStatus(info.name(), info.connector().state(), errorOf(info.connector()), tasks);
    }

    private static Optional<String> errorOf(ConnectorStateInfo.AbstractState state) {
        return Optional.ofNullable(state.trace()).filter(trace -> !trace.isEmpty());
    }

    /** Stops the connectors and the worker, and waits. Tasks flush what they hold. Does nothing twice. */
    @Override
    public void close() {
        connect.stop();
        connect.awaitStop();
    }
}
