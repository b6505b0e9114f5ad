package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Instances of {@code aggregate}, each in a JVM of its own, and how far they have come together. */
final class Instances implements AutoCloseable {

    private static final long LOOK_MILLIS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Instance> running = new ArrayList<>();
    private final Group group;

    private Instances(Group group) {
        this.group = group;
    }

    static Instances start(KafkaSettings kafka, Path folder, int count) {
        Instances instances =
                new Instances(new Group(kafka, "aggregate", kafka.topics().logs()));
        for (int i = 1; i <= count; i++) {
            instances.running.add(Instance.start(kafka, folder.resolve("aggregate-" + i), 0, List.of("aggregate")));
        }
        return instances;
    }

    /**
     * A point in time.
     *
     * @param cpu processor time of all of them
     * @param records committed by all of them
     */
    record Mark(long nanos, Duration cpu, long records) {

        Speed since(Mark before) {
            long done = records - before.records;
            double micros = cpu.minus(before.cpu).toNanos() / 1e3;
            return new Speed(done / ((nanos - before.nanos) / 1e9), micros / done);
        }
    }

    Mark mark() throws ExecutionException, InterruptedException {
        long records = Group.sum(group.committed());
        Duration cpu = running.stream().map(Instance::cpu).reduce(Duration.ZERO, Duration::plus);
        return new Mark(System.nanoTime(), cpu, records);
    }

    /** Waits until so many records are committed. */
    Mark await(long records) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Mark mark = mark(); ; mark = mark()) {
            if (mark.records() >= records) return mark;
            Failures.require(System.nanoTime() < deadline, "only " + mark.records() + " records are folded");
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void close() {
        running.forEach(Instance::close);
        group.close();
    }
}
