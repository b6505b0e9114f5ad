package dev.vigia.app;

import dev.vigia.platform.ConnectWorker;
import dev.vigia.platform.ConnectorStatus;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.Part;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The embedded Connect worker with Vigia's connectors. */
final class ConnectPart implements Part {

    private final Supplier<ConnectWorker> starter;
    private final Map<String, Map<String, String>> connectors;
    private volatile Optional<ConnectWorker> worker = Optional.empty();

    /** @param connectors configurations by connector name */
    ConnectPart(Supplier<ConnectWorker> starter, Map<String, Map<String, String>> connectors) {
        this.starter = starter;
        this.connectors = connectors;
    }

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public void start() {
        ConnectWorker started = starter.get();
        worker = Optional.of(started);
        connectors.forEach(started::startConnector);
    }

    @Override
    public Health health() {
        return worker.map(running -> connectors.keySet().stream()
                        .flatMap(name -> running.status(name).stream())
                        .filter(status -> !status.running())
                        .findFirst()
                        .map(ConnectPart::failed)
                        .orElse(Health.healthy()))
                .orElse(Health.unhealthy("not started"));
    }

    private static Health failed(ConnectorStatus status) {
        String first = status.tasks().stream()
                .flatMap(task -> task.error().stream())
                .findFirst()
                .or(status::error)
                .map(trace -> ": " + trace.lines().findFirst().orElse(""))
                .orElse("");
        return Health.degraded("the connector " + status.name() + " is " + status.state() + first);
    }

    @Override
    public void close() {
        worker.ifPresent(ConnectWorker::close);
        worker = Optional.empty();
    }
}
