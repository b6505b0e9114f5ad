package dev.vigia.console.http;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import dev.vigia.console.ConsoleSettings;
import dev.vigia.console.Explaining;
import dev.vigia.console.Receivers;
import dev.vigia.console.Rota;
import dev.vigia.console.views.Views;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The console's HTTP server: the API under {@code /api}, {@code /health}, {@code /metrics}, and the page. */
public final class ConsoleServer implements AutoCloseable {

    private static final int MAX_REQUEST_BYTES = 64 * 1024;
    /** Prometheus sends up to 256 alerts at once. */
    private static final int MAX_POSTED_BYTES = 8 * 1024 * 1024;

    private final ConsoleSettings settings;
    private final LiveUpdates live;
    private final Server server;

    public ConsoleServer(
            ConsoleSettings settings,
            Views views,
            Receivers receivers,
            Explaining explaining,
            Rota rota,
            PrometheusMeterRegistry metrics,
            Supplier<Map<String, Health>> parts,
            Language language) {
        this.settings = settings;
        Supplier<Map<String, Health>> health = () -> withOthers(parts.get(), views);
        EventHub hub = new EventHub(settings.streams(), metrics);
        this.live = new LiveUpdates(hub, views, health);
        ServerBuilder builder = Server.builder()
                .http(new InetSocketAddress(settings.host(), settings.port()))
                // Armeria's own meters would be many, and cannot share a registry with another server's.
                .meterRegistry(new CompositeMeterRegistry())
                .maxRequestLength(MAX_REQUEST_BYTES)
                .requestTimeout(Duration.ofSeconds(15))
                .gracefulShutdownTimeout(Duration.ZERO, Duration.ofSeconds(2))
                // Errors logs those that are not the caller's.
                .unloggedExceptionsReportInterval(Duration.ZERO)
                .errorHandler(new Errors());
        AlertsApi alerts =
                new AlertsApi(views.current(), views.history(), views.evidence(), views.silences(), views.decisions());
        ExplainApi explain = new ExplainApi(views.current(), views.history(), explaining);
        InstantSource clock = InstantSource.system();
        AlertStats stats = new AlertStats(views.current(), views.episodes(), clock);
        AlertActions actions = new AlertActions(views.desk(), views.silences(), clock);
        SilenceChanges changes = new SilenceChanges(views.silences(), views.control());
        SilencesApi silences = new SilencesApi(views.silences(), changes, views.current(), views.history(), clock);
        OnCallApi onCall = new OnCallApi(rota, views.overrides(), views.control(), clock);
        AlertmanagerApi alertmanager =
                new AlertmanagerApi(views.current(), views.silences(), views.decisions(), changes, receivers, clock);
        PostAlerts posting = new PostAlerts(views.posts(), clock);
        TelemetryApi telemetry = new TelemetryApi(views.rollups(), views.services(), views.logs(), clock);
        LedgerApi ledger = new LedgerApi(views.balances());
        StatusApi status = new StatusApi(health, metrics);
        builder.route().get("/health").build(status::health);
        builder.route().get("/metrics").build(status::metrics);
        builder.route().get("/api/alerts").build(alerts::list);
        builder.route().get("/api/alerts/stats").build(stats::get);
        builder.route().get("/api/alerts/{id}").build(alerts::get);
        builder.route().get("/api/alerts/{id}/evidence").build(alerts::evidence);
        builder.route().get("/api/alerts/{id}/decisions").build(alerts::decisions);
        builder.route().get("/api/alerts/{id}/explain").build(explain::get);
        actions.services()
                .forEach((name, service) -> builder.route()
                        .post("/api/alerts/{id}/" + name)
                        .post("/production/alerts/{id}/" + name)
                        .build(service));
        // The same by names that some clients know.
        builder.route().get("/production/alerts/active").build(alerts::list);
        builder.route().get("/production/alerts/stats").build(stats::get);
        builder.route().get("/api/silences").build(silences::list);
        builder.route().post("/api/silences").build(silences::put);
        builder.route().post("/api/silences/preview").build(silences::preview);
        builder.route().delete("/api/silences/{id}").build(silences::expire);
        builder.route().get("/api/maintenance").build(silences::maintenance);
        builder.route().get("/api/oncall").build(onCall::get);
        builder.route().post("/api/oncall/overrides").build(onCall::put);
        builder.route().delete("/api/oncall/overrides/{id}").build(onCall::end);
        builder.route().get("/api/v2/status").build(alertmanager::status);
        builder.route().get("/api/v2/alerts").build(alertmanager::alerts);
        builder.route()
                .post("/api/v2/alerts")
                .maxRequestLength(MAX_POSTED_BYTES)
                .build(posting::post);
        builder.route().get("/api/v2/receivers").build(alertmanager::receivers);
        builder.route().get("/api/v2/alerts/groups").build(alertmanager::groups);
        builder.route().get("/api/v2/silences").build(alertmanager::silences);
        builder.route().post("/api/v2/silences").build(alertmanager::put);
        builder.route().get("/api/v2/silence/{id}").build(alertmanager::silence);
        builder.route().delete("/api/v2/silence/{id}").build(alertmanager::expire);
        builder.route().get("/api/services").build(telemetry::services);
        builder.route().get("/api/series").build(telemetry::series);
        builder.route().get("/api/logs").build(telemetry::logs);
        builder.route().get("/api/ledger").build(ledger::get);
        builder.route().get("/api/events").build(hub::subscribe);
        new Hooks(settings.hooks(), SlackReplies::toSlack, clock, language)
                .addTo(builder, views.desk(), views.current(), views.told(), metrics);
        Page.addTo(builder);
        builder.decorator(EncodingService.builder()
                .encodableContentTypes(type -> !type.is(MediaType.EVENT_STREAM))
                .newDecorator());
        builder.decorator(delegate -> new Guard(delegate, settings));
        this.server = builder.build();
    }

    /** The parts of this process, and whether those of others still tick and count. */
    private static Map<String, Health> withOthers(Map<String, Health> parts, Views views) {
        Map<String, Health> all = new LinkedHashMap<>(parts);
        all.put("ticks", views.ticks().health());
        all.put("counting", views.counting().health());
        return all;
    }

    /** @throws UserException when the port is taken */
    public void start() {
        try {
            server.start().join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof IOException)) throw e;
            throw new UserException(
                    "Cannot listen on " + settings.host() + ":" + settings.port() + " for the console ("
                            + e.getCause().getMessage() + "). Free the port, or set VIGIA_CONSOLE_PORT.",
                    e);
        }
        live.start();
    }

    /** Tells the browsers of a transition. */
    public void alert(Alert alert) {
        live.alert(alert);
    }

    /** The port it listens on, once it is started. */
    public int port() {
        return server.activeLocalPort();
    }

    @Override
    public void close() {
        live.close();
        server.stop().join();
    }
}
