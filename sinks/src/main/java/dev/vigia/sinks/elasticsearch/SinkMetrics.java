package dev.vigia.sinks.elasticsearch;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;
import javax.management.JMException;
import javax.management.ObjectName;

/** The counters of one task, and their place in JMX. Written by the task's thread, read by any. */
final class SinkMetrics implements SinkMetricsMXBean, AutoCloseable {

    final LongAdder received = new LongAdder();
    final LongAdder written = new LongAdder();
    final LongAdder known = new LongAdder();
    final LongAdder deadLettered = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final LongAdder givenUp = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder bulks = new LongAdder();

    private volatile long inFlight;
    private volatile boolean blocked;
    private final ObjectName name;

    /** Registers {@code dev.vigia:type=elasticsearch-sink,connector=…,task=…}; a later task of the name takes its place. */
    SinkMetrics(String connector, String task) {
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
        return written.sum();
    }

    @Override
    public long getKnown() {
        return known.sum();
    }

    @Override
    public long getDeadLettered() {
        return deadLettered.sum();
    }

    @Override
    public long getDropped() {
        return dropped.sum();
    }

    @Override
    public long getSkipped() {
        return skipped.sum();
    }

    @Override
    public long getGivenUp() {
        return givenUp.sum();
    }

    @Override
    public long getPending() {
        long finished =
                written.sum() + known.sum() + deadLettered.sum() + dropped.sum() + skipped.sum() + givenUp.sum();
        return received.sum() - finished;
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
