package dev.vigia.sinks.elasticsearch;

import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import javax.management.JMException;
import javax.management.ObjectName;

/** The counters of one task, and their place in JMX. Written by the task's thread, read by any. */
final class SinkMetrics implements SinkMetricsMXBean, AutoCloseable {

    final LongAdder received = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder bulks = new LongAdder();

    private final Map<Fate, LongAdder> finished = new EnumMap<>(Fate.class);
    private volatile long inFlight;
    private volatile boolean blocked;
    private final ObjectName name;

    /** Registers {@code dev.vigia:type=elasticsearch-sink,connector=…,task=…}; a later task of the name takes its place. */
    SinkMetrics(String connector, String task) {
        for (Fate fate : Fate.values()) finished.put(fate, new LongAdder());
        try {
            name = new ObjectName(
                    "dev.vigia:type=elasticsearch-sink,connector=" + ObjectName.quote(connector) + ",task=" + task);
            var server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name)) server.unregisterMBean(name);
            server.registerMBean(this, name);
        } catch (JMException e) {
            throw new IllegalStateException("Cannot show the metrics of " + connector + " in JMX.", e);
        }
    }

    /** A record is finished. */
    void finished(Fate fate) {
        adder(fate).increment();
    }

    private LongAdder adder(Fate fate) {
        return Objects.requireNonNull(finished.get(fate));
    }

    void inFlight(int requests) {
        inFlight = requests;
    }

    void blocked(boolean now) {
        blocked = now;
    }

    @Override
    public void close() {
        try {
            var server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name)) server.unregisterMBean(name);
        } catch (JMException e) {
            throw new IllegalStateException("Cannot take the metrics out of JMX.", e);
        }
    }

    @Override
    public long getReceived() {
        return received.sum();
    }

    @Override
    public long getWritten() {
        return adder(Fate.WRITTEN).sum();
    }

    @Override
    public long getKnown() {
        return adder(Fate.KNOWN).sum();
    }

    @Override
    public long getDeadLettered() {
        return adder(Fate.DEAD_LETTERED).sum();
    }

    @Override
    public long getDropped() {
        return adder(Fate.DROPPED).sum();
    }

    @Override
    public long getSkipped() {
        return adder(Fate.SKIPPED).sum();
    }

    @Override
    public long getGivenUp() {
        return adder(Fate.GIVEN_UP).sum();
    }

    @Override
    public long getPending() {
        long done = finished.values().stream().mapToLong(LongAdder::sum).sum();
        return received.sum() - done;
    }

    @Override
    public long getRetries() {
        return retries.sum();
    }

    @Override
    public long getBulks() {
        return bulks.sum();
    }

    @Override
    public long getInFlight() {
        return inFlight;
    }

    @Override
    public boolean isBlocked() {
        return blocked;
    }
}
