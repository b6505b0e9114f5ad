package dev.vigia.ingest.host;

import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSFileStore;

/**
 * What the machine says, by OpenTelemetry's semantic conventions for system metrics: shares from 0 to 1, and bytes since the
 * last reading. For one thread.
 */
final class HostReadings {

    static final String SERVICE = "host";

    private final SystemInfo system = new SystemInfo();
    private final CentralProcessor processor = system.getHardware().getProcessor();
    private final Map<String, String> resource;
    private final Map<String, Traffic> lastTraffic = new HashMap<>();
    private long[] lastTicks = processor.getSystemCpuLoadTicks();
    private @Nullable Instant lastRead;

    private record Traffic(long received, long sent) {}

    HostReadings() {
        resource = Map.of(
                "host.name", system.getOperatingSystem().getNetworkParams().getHostName(),
                "os.type", system.getOperatingSystem().getFamily());
    }

    /** Everything as it is now. Traffic is left out the first time: it has no beginning yet. */
    List<Metric> read(Instant now) {
        List<Metric> metrics = new ArrayList<>();
        cpu(now, metrics);
        memory(now, metrics);
        fileSystems(now, metrics);
        network(now, metrics);
        lastRead = now;
        return metrics;
    }

    private void cpu(Instant now, List<Metric> metrics) {
        double load = processor.getSystemCpuLoadBetweenTicks(lastTicks);
        lastTicks = processor.getSystemCpuLoadTicks();
        // Not a number when no tick has passed since the last reading.
        if (Double.isFinite(load)) metrics.add(share(now, "system.cpu.utilization", load, Map.of()));
    }

    private void memory(Instant now, List<Metric> metrics) {
        GlobalMemory memory = system.getHardware().getMemory();
        double used = 1 - (double) memory.getAvailable() / memory.getTotal();
        metrics.add(share(now, "system.memory.utilization", used, Map.of("system.memory.state", "used")));
    }

    private void fileSystems(Instant now, List<Metric> metrics) {
        for (OSFileStore store :
                volumes(system.getOperatingSystem().getFileSystem().getFileStores(true))) {
            double used = 1 - (double) store.getUsableSpace() / store.getTotalSpace();
            Map<String, Object> attributes = Map.of(
                    "system.device", store.getVolume(),
                    "system.filesystem.mountpoint", store.getMount(),
                    "system.filesystem.type", store.getType());
            metrics.add(share(now, "system.filesystem.utilization", used, attributes));
        }
    }

    /** One mount for each volume, the shortest: containers mount single files of one volume by the dozen. */
    private static Collection<OSFileStore> volumes(List<OSFileStore> stores) {
        Map<String, OSFileStore> volumes = new HashMap<>();
        for (OSFileStore store : stores) {
            if (store.getTotalSpace() <= 0) continue;
            volumes.merge(
                    store.getVolume() + ' ' + store.getTotalSpace(),
                    store,
                    (a, b) -> a.getMount().length() <= b.getMount().length() ? a : b);
        }
        return volumes.values();
    }

    private void network(Instant now, List<Metric> metrics) {
        for (NetworkIF card : system.getHardware().getNetworkIFs()) {
            // The host's end of a container; they come and go, and their bytes are counted by the real cards.
            if (card.getName().startsWith("veth")) continue;
            Traffic traffic = new Traffic(card.getBytesRecv(), card.getBytesSent());
            Traffic before = lastTraffic.put(card.getName(), traffic);
            if (before == null || lastRead == null) continue;
            metrics.add(bytes(now, card.getName(), "receive", traffic.received() - before.received()));
            metrics.add(bytes(now, card.getName(), "transmit", traffic.sent() - before.sent()));
        }
    }

    private Metric share(Instant now, String name, double share, Map<String, Object> attributes) {
        return metric(now, name, MetricType.GAUGE, share, attributes);
    }

    private Metric bytes(Instant now, String card, String direction, long bytes) {
        return metric(
                now,
                "system.network.io",
                MetricType.COUNTER,
                // The card counts from 0 again after it was reset.
                Math.max(0, bytes),
                Map.of("network.interface.name", card, "network.io.direction", direction));
    }

    private Metric metric(Instant now, String name, MetricType type, double value, Map<String, Object> attributes) {
        boolean counts = type == MetricType.COUNTER;
        return new Metric(
                null,
                micros(now),
                name,
                counts ? "By" : "1",
                type,
                value,
                counts && lastRead != null ? micros(lastRead) : null,
                null,
                SERVICE,
                resource,
                attributes);
    }

    private static Long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
