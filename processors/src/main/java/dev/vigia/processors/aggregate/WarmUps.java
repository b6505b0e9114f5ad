package dev.vigia.processors.aggregate;

import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.WarmUp;
import dev.vigia.schemas.avro.WarmedRule;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts earlier records for rules that are new, on a thread beside the session's. One slice at a time is read, counted and kept
 * until the session has committed it, so that memory is bounded and the session waits for nothing. For one thread, the
 * session's.
 */
final class WarmUps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUps.class);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Environment environment;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(WarmUps::thread);
    /** Made when there is something to be read; used by the thread only, until that has ended. */
    private volatile @Nullable Sources sources;

    private Optional<Future<Optional<WarmUpSlice>>> asked = Optional.empty();
    private long notBeforeNanos = System.nanoTime();

    WarmUps(Environment environment) {
        this.environment = environment;
    }

    private record Sources(ControlProgress control, EarlierRecords records) {

        void close() {
            records.close();
            control.close();
        }
    }

    private Sources sources() {
        Sources known = sources;
        if (known == null) {
            known = new Sources(
                    new ControlProgress(environment.kafka()),
                    new EarlierRecords(
                            environment.kafka(), environment.settings().warmUpRecords()));
            sources = known;
        }
        return known;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "aggregate-warm-up");
        thread.setDaemon(true);
        return thread;
    }

    /** Whether a slice is there. */
    boolean isReady() {
        return asked.filter(Future::isDone).isPresent();
    }

    /** The slice that was asked for, once it is there. */
    Optional<WarmUpSlice> take() {
        if (asked.isEmpty() || !asked.get().isDone()) return Optional.empty();
        Future<Optional<WarmUpSlice>> done = asked.get();
        asked = Optional.empty();
        try {
            Optional<WarmUpSlice> slice = done.get();
            if (slice.isEmpty()) pause();
            return slice;
        } catch (ExecutionException e) {
            LOG.warn(
                    "Earlier records cannot be counted for rules that are new, and are tried again: {}",
                    String.valueOf(e.getCause()));
            pause();
        } catch (CancellationException e) {
            pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private void pause() {
        notBeforeNanos = System.nanoTime() + PAUSE.toNanos();
    }

    /** Asks for the next slice of one of the partitions, unless there is one on its way. */
    void ask(Collection<OpenCut> cuts, RuleVersions versions) {
        if (asked.isPresent() || System.nanoTime() - notBeforeNanos < 0) return;
        for (OpenCut cut : cuts) {
            if (cut.warmUp().isEmpty()) continue;
            WarmUpTask task = cut.warmUp().get();
            List<WarmedRule> lacking = versions.lacking(task.before(), task.after(), cut.source(), task.at());
            var rules = List.copyOf(versions.at(task.after()).values());
            long clock = environment.clock().millis();
            asked = Optional.of(thread.submit(() -> {
                // A rule that evaluate has not heard of lacks nothing yet.
                if (!sources().control().isPassedOn(task.after())) return Optional.empty();
                var fold = new WarmUpFold(
                        environment.topics(),
                        environment.registry(),
                        environment.settings(),
                        cut.source(),
                        rules,
                        lacking,
                        clock);
                return Optional.of(read(cut, task, lacking, fold, clock));
            }));
            return;
        }
    }

    private WarmUpSlice read(OpenCut cut, WarmUpTask task, List<WarmedRule> lacking, WarmUpFold fold, long clock) {
        EarlierRecords records = sources().records();
        EarlierRecords.Place place = records.place(cut.partition(), task, lacking);
        long[] read = {0};
        long to = records.read(cut.partition(), place.offset(), task.end(), record -> {
            fold.add(record);
            read[0]++;
        });
        Cut slice = new Cut(cut.partition().topic(), cut.partition().partition(), place.offset(), to, read[0], 0L);
        return new WarmUpSlice(
                cut.partition(),
                task,
                task.after(place.offset(), to, place.since()),
                slice,
                new WarmUp(lacking, task.hasBegun() ? task.begin() : place.offset(), task.end(), place.since()),
                clock,
                fold.drain(0));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Earlier records are still being read.");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Sources made = sources;
        if (made != null) made.close();
    }
}
