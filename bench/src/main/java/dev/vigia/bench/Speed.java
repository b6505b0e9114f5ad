package dev.vigia.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How fast something went.
 *
 * @param perSecond by the clock
 * @param cpuMicros microseconds of processor time that this JVM took for one, which others on the machine hardly change
 */
public record Speed(double perSecond, double cpuMicros) {

    /** A point in time, by both clocks. */
    record Instant(long nanos, long cpuNanos) {

        static Instant now() {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            return new Instant(System.nanoTime(), system.getProcessCpuTime());
        }

        /** The speed of what was done from then until now. */
        Speed since(long done) {
            Instant now = now();
            return new Speed(done / ((now.nanos - nanos) / 1e9), (now.cpuNanos - cpuNanos) / 1e3 / done);
        }
    }
}
