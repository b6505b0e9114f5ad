package dev.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.app.Drill.Half;
import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs a drill: says that it is on, again and again until all are told, and then that it is over. However it ends, the end is
 * sent. For one thread.
 */
final class DrillRun {

    private static final Duration POLL = Duration.ofMillis(200);
    /** Well within the rule's window of a minute, so that the alert does not end by itself. */
    private static final long REPEAT_MILLIS = 10_000;

    private final Drill drill;
    private final DrillLog log;
    private final DrillRecords records;
    private final ConsoleClient console;
    private final Consumer<Drill> progress;
    private long begun;

    /**
     * @param console says who has to be told, where the drill does not know that yet
     * @param progress is called whenever something may have happened
     */
    DrillRun(Drill drill, DrillLog log, DrillRecords records, ConsoleClient console, Consumer<Drill> progress) {
        this.drill = drill;
        this.log = log;
        this.records = records;
        this.console = console;
        this.progress = progress;
    }

    /**
     * @param patience how long to wait for each half
     * @param stopping whether somebody wants no more of it
     * @throws dev.vigia.runtime.UserException when the gateway takes no records, or Kafka or the console does not answer
     */
    void run(Severity severity, Duration patience, BooleanSupplier stopping) {
        begun = System.nanoTime();
        records.burning(severity);
        try {
            drill.appended(now());
            long until = patience.toMillis();
            long repeat = now() + REPEAT_MILLIS;
            while (!drill.isDone(Half.BEGIN) && now() < until && !stopping.getAsBoolean()) {
                follow();
                if (drill.expected().isEmpty() && drill.activeAt().isPresent()) askWhoIsTold();
                if (now() < repeat) continue;
                records.burning(severity);
                repeat = now() + REPEAT_MILLIS;
            }
        } finally {
            drill.ending(now());
            records.over();
            drill.endAppended(now());
        }
        long until = now() + patience.toMillis();
        // What has not begun in time does not end in time, either.
        while (drill.activeAt().isPresent() && !drill.isDone(Half.END) && now() < until && !stopping.getAsBoolean()) {
            follow();
        }
        progress.accept(drill);
    }

    private long now() {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    private void follow() {
        log.poll(POLL, drill, this::now);
        progress.accept(drill);
    }

    /** The console hears of the alert at about the same time; nothing happens where it has not yet. */
    private void askWhoIsTold() {
        String filter = Drills.LABEL + "=\"" + drill.id() + "\"";
        JsonNode alerts = console.get("/api/v2/alerts?filter=" + ConsoleClient.encoded(filter));
        if (alerts.isEmpty()) return;
        List<String> receivers = new ArrayList<>();
        alerts.get(0)
                .path("receivers")
                .forEach(receiver -> receivers.add(receiver.path("name").asText()));
        drill.expect(receivers);
    }
}
