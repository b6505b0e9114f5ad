package dev.vigia.ingest.ship;

import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run of {@code vigia ship}. Files are read in their order; followed ones, in turn. Of use once, by one thread. */
final class Shipment {

    private static final Duration FOLLOW_PAUSE = Duration.ofMillis(250);

    private final ShipOptions options;
    private final ShipProgress progress;
    private final Environment environment;
    private final BooleanSupplier stop;
    private final List<Open> open = new ArrayList<>();
    private Batch batch = new Batch();
    private long unparsed;
    private long bytesOfClosed;

    /**
     * What surrounds a run.
     *
     * @param run prefix of all ids, unlike that of any other run
     */
    record Environment(String run, Clock clock, InputStream input) {}

    private record Open(RecordSource records, Composer composer) {}

    /** @param stop asked often; once true, what was read is sent and the run ends */
    Shipment(ShipOptions options, ShipProgress progress, Environment environment, BooleanSupplier stop) {
        this.options = options;
        this.progress = progress;
        this.environment = environment;
        this.stop = stop;
    }

    /** @throws UserException when a file cannot be read or the gateway does not take the records */
    ShipSummary run(Sender sender) throws InterruptedException {
        long size = checkFiles();
        String name = options.files().size() == 1
                ? fileName(options.files().get(0))
                : options.files().size() + " files";
        try {
            Duration shift = options.retime() ? shift(name, size) : Duration.ZERO;
            for (int i = 0; i < options.files().size(); i++) open.add(open(i, shift));
            progress.begin((options.follow() ? "following " : "shipping ") + name, options.follow() ? -1 : size);
            ship(sender);
            return new ShipSummary(sender.accepted(), options.files().size(), unparsed);
        } catch (IOException e) {
            throw new UserException("cannot read on: " + e.getMessage(), e);
        } finally {
            closeAll();
        }
    }

    private void ship(Sender sender) throws IOException, InterruptedException {
        while (!open.isEmpty() && !stop.getAsBoolean()) {
            boolean idle = true;
            for (Open file : List.copyOf(open)) {
                idle &= !shipWhatIsThere(file, sender);
                if (!file.records().ended()) continue;
                bytesOfClosed += file.records().bytesRead();
                file.records().close();
                open.remove(file);
            }
            if (!idle) continue;
            flush(sender);
            if (options.follow()) TimeUnit.NANOSECONDS.sleep(FOLLOW_PAUSE.toNanos());
        }
        flush(sender);
        sender.drain();
    }

    private boolean shipWhatIsThere(Open file, Sender sender) throws IOException, InterruptedException {
        boolean any = false;
        while (!stop.getAsBoolean()) {
            Optional<RecordSource.Read> read = file.records().poll();
            if (read.isEmpty()) break;
            any = true;
            Line line = read.get().line();
            Parsed parsed = read.get().parsed();
            if (!parsed.understood()) unparsed++;
            batch.add(file.composer().compose(line, parsed), line);
            if (!batch.isFull(options.batch())) continue;
            flush(sender);
            progress.read(bytesOfClosed + file.records().bytesRead());
        }
        return any;
    }

    private void flush(Sender sender) throws InterruptedException {
        if (batch.isEmpty()) return;
        Batch full = batch;
        batch = new Batch();
        sender.send(full);
    }

    private Duration shift(String name, long size) throws IOException {
        progress.begin("looking for the latest time in " + name, size);
        Optional<Instant> latest = Optional.empty();
        long done = 0;
        for (int i = 0; i < options.files().size(); i++) {
            long before = done;
            try (RecordSource records = open(i, Duration.ZERO).records()) {
                Optional<Instant> time = FirstPass.latest(records, bytes -> progress.read(before + bytes), stop);
                if (time.isPresent() && (latest.isEmpty() || time.get().isAfter(latest.get()))) latest = time;
                done += records.bytesRead();
            }
        }
        progress.read(done);
        return latest.map(it -> Duration.between(it, environment.clock().instant()))
                .orElseThrow(() -> new UserException(
                        "no line of " + name + " has a time that --retime could move; leave it out or check --format "
                                + options.format().word()));
    }

    private Open open(int index, Duration shift) throws IOException {
        String file = options.files().get(index);
        Origin origin = new Origin(file, index, 0);
        boolean input = file.equals(ShipOptions.STANDARD_INPUT);
        MissingYear years = input || options.format() != Format.SYSLOG
                ? MissingYear.guessed(environment.clock(), options.zone())
                : FirstPass.years(Path.of(file), options, environment.clock());
        Source lines = input
                ? new PipeSource(environment.input(), origin)
                : new FileSource(Path.of(file), origin, options.follow());
        RecordSource records = new RecordSource(lines, options.parser(years));
        return new Open(records, new Composer(environment.run(), options, shift));
    }

    /** Before anything is sent: all of them can be read. Answers the size of all, or -1. */
    private long checkFiles() {
        long size = 0;
        for (String name : options.files()) {
            if (name.equals(ShipOptions.STANDARD_INPUT)) {
                size = Long.MIN_VALUE;
                continue;
            }
            Path file = Path.of(name);
            if (!Files.exists(file)) throw new UserException("there is no file " + name);
            if (Files.isDirectory(file)) throw new UserException(name + " is a directory; name the files in it");
            if (!Files.isReadable(file)) throw new UserException("may not read " + name + "; check its permissions");
            size += file.toFile().length();
        }
        return size < 0 ? -1 : size;
    }

    private static String fileName(String file) {
        if (file.equals(ShipOptions.STANDARD_INPUT)) return "standard input";
        return String.valueOf(Path.of(file).getFileName());
    }

    private void closeAll() {
        for (Open file : open) {
            try {
                file.records().close();
            } catch (IOException e) {
                // It was only read.
            }
        }
    }
}
