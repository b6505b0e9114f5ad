package dev.vigia.ingest.ship;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** What has to be known of a file before its first record can be sent. */
final class FirstPass {

    private static final long REPORT_EVERY = 10_000;

    private FirstPass() {}

    /** In which year a syslog file begins. */
    static MissingYear years(Path file, ShipOptions options, Clock clock) throws IOException {
        MissingYear counting = MissingYear.counting(clock, options.zone());
        try (Source lines = new FileSource(file, new Origin(file.toString(), 0, 0), false)) {
            for (Optional<Line> line = lines.poll(); line.isPresent(); line = lines.poll()) {
                String text = line.get().text();
                SyslogTime.parse(SyslogPriority.parse(text)
                                .map(SyslogPriority::rest)
                                .orElse(text))
                        .ifPresent(it -> counting.resolve(it.day(), it.time()));
            }
        }
        return counting.forReading();
    }

    /**
     * The latest time in a file, empty when no line has one.
     *
     * @param bytesRead is told from time to time how far it came
     * @param stop ends it early
     */
    static Optional<Instant> latest(RecordSource records, LongConsumer bytesRead, BooleanSupplier stop)
            throws IOException {
        Optional<Instant> latest = Optional.empty();
        long count = 0;
        while (!records.ended() && !stop.getAsBoolean()) {
            Optional<Instant> time = records.poll().flatMap(it -> it.parsed().time());
            if (time.isPresent() && (latest.isEmpty() || time.get().isAfter(latest.get()))) latest = time;
            if (++count % REPORT_EVERY == 0) bytesRead.accept(records.bytesRead());
        }
        return latest;
    }
}
