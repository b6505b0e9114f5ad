package dev.vigia.console.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.console.views.LogLine;
import dev.vigia.console.views.MaintenanceWindows;
import dev.vigia.console.views.Silences;
import dev.vigia.console.views.Views;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.HealthJson;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Balance;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the browsers are told, and when: alerts at once, log lines twice a second, services each second, the ledger too if it
 * has changed, health when it changes and every ten seconds. One rendering for all browsers, and none while nobody looks.
 */
final class LiveUpdates {

    private static final Logger log = LoggerFactory.getLogger(LiveUpdates.class);
    private static final int MAX_LINES = 100;

    private final EventHub hub;
    private final Views views;
    private final Supplier<Map<String, Health>> parts;
    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "console-live");
        thread.setDaemon(true);
        return thread;
    });

    private long linesSent;
    private long beat;
    private Map<String, Health> healthSent = Map.of();
    private List<Balance> ledgerSent = List.of();
    private List<Silences.Known> silencesSent = List.of();
    private List<MaintenanceWindows.Known> maintenanceSent = List.of();

    LiveUpdates(EventHub hub, Views views, Supplier<Map<String, Health>> parts) {
        this.hub = hub;
        this.views = views;
        this.parts = parts;
    }

    void start() {
        var unused = timer.scheduleAtFixedRate(this::beat, 500, 500, TimeUnit.MILLISECONDS);
    }

    /** Tells of a transition. */
    void alert(Alert alert) {
        hub.sendNumbered("alert", Represent.alert(alert, views.silences()).toString());
    }

    void close() {
        timer.shutdownNow();
        hub.close();
    }

    private void beat() {
        try {
            beat++;
            if (hub.isEmpty()) {
                linesSent = views.logs().newest();
                return;
            }
            sendLines();
            if (beat % 2 == 0) {
                sendServices();
                sendLedger();
                sendSilences();
                sendMaintenance();
            }
            sendHealth(beat % 20 == 0);
            if (beat % 30 == 0) hub.heartbeat();
        } catch (RuntimeException e) {
            log.warn("The browsers were not told what is new", e);
        }
    }

    private void sendLines() {
        List<LogLine> lines = views.logs().after(linesSent, MAX_LINES);
        linesSent = views.logs().newest();
        if (lines.isEmpty()) return;
        ArrayNode data = Json.MAPPER.createArrayNode();
        lines.forEach(line -> data.add(line.json()));
        hub.send("logs", data.toString());
    }

    private void sendServices() {
        ObjectNode data = Json.object().put("at", clock.millis());
        data.set("services", Represent.services(views.services().newest()));
        hub.send("services", data.toString());
    }

    private void sendLedger() {
        List<Balance> now = views.balances().all();
        if (now.equals(ledgerSent)) return;
        ledgerSent = now;
        hub.send("ledger", Represent.ledger(now).toString());
    }

    private void sendSilences() {
        List<Silences.Known> now = views.silences().all();
        if (now.equals(silencesSent)) return;
        silencesSent = now;
        hub.send("silences", Represent.silences(now).toString());
    }

    private void sendMaintenance() {
        List<MaintenanceWindows.Known> now = views.silences().maintenance().all();
        if (now.equals(maintenanceSent)) return;
        maintenanceSent = now;
        hub.send("maintenance", Represent.maintenance(now).toString());
    }

    private void sendHealth(boolean anyway) {
        Map<String, Health> now = parts.get();
        if (!anyway && now.equals(healthSent)) return;
        healthSent = now;
        hub.send("health", HealthJson.of(now).toString());
    }
}
