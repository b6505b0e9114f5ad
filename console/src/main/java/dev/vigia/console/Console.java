package dev.vigia.console;

import dev.vigia.console.http.ConsoleServer;
import dev.vigia.console.views.Views;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Part;
import dev.vigia.schemas.Language;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The console: a web page and an HTTP API that show what happens. It reads from Kafka alone and keeps nothing of its own;
 * what it writes are commands of operators, to {@code control}, and alerts from outside, to {@code alerts.posted}.
 */
public final class Console implements Part {

    private final ConsoleSettings settings;
    private final KafkaSettings kafka;
    private final Receivers receivers;
    private final Explaining explaining;
    private final Rota rota;
    private final PrometheusMeterRegistry metrics;
    private final Supplier<Map<String, Health>> parts;
    private final Language language;

    private volatile Optional<Running> running = Optional.empty();

    private record Running(Views views, ConsoleServer server) {}

    /**
     * A console that is not started yet.
     *
     * @param receivers what Alertmanager's API says of who is told
     * @param explaining says why an alert fired
     * @param rota says who is on call
     * @param parts how each part of this installation is, by name; shown by {@code GET /health}
     * @param language in which people in chats are answered who do not say which is theirs
     */
    public Console(
            ConsoleSettings settings,
            KafkaSettings kafka,
            Receivers receivers,
            Explaining explaining,
            Rota rota,
            PrometheusMeterRegistry metrics,
            Supplier<Map<String, Health>> parts,
            Language language) {
        this.settings = settings;
        this.kafka = kafka;
        this.receivers = receivers;
        this.explaining = explaining;
        this.rota = rota;
        this.metrics = metrics;
        this.parts = parts;
        this.language = language;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public void start() {
        Views views = new Views(settings, kafka, metrics);
        ConsoleServer server =
                new ConsoleServer(settings, views, receivers, explaining, rota, metrics, parts, language);
        running = Optional.of(new Running(views, server));
        views.onTransition(server::alert);
        server.start();
        views.start();
    }

    /** The port it listens on, once it is started. */
    public int port() {
        return running.map(now -> now.server().port()).orElse(settings.port());
    }

    @Override
    public Health health() {
        return running.map(now -> now.views().health()).orElseGet(() -> Health.unhealthy("not started"));
    }

    @Override
    public void close() {
        running.ifPresent(now -> {
            now.server().close();
            now.views().close();
        });
        running = Optional.empty();
    }
}
