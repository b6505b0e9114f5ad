package dev.vigia.ingest.gateway;

import dev.vigia.runtime.UserException;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code ingest} of the configuration.
 *
 * @param host address to listen on; default 127.0.0.1
 * @param port TCP port, 0 for any free one; default 4318
 * @param maxRequestBytes largest body of a request, compressed and uncompressed; default 20 MiB
 * @param maxRecordBytes largest record, as JSON and as Avro; default 1 MiB, at most 10 MiB
 * @param inFlightBytes what all requests that are not answered yet may hold together, at least three times
 *     {@code maxRequestBytes}; default 64 MiB
 * @param deliveryTimeout how long Kafka has to acknowledge a record, 1 s to 5 min; default 10 s
 * @param browserOrigins whose pages may send to {@code /api/logs}, for instance {@code https://shop.example}; default
 *     {@code *}, any
 */
public record GatewaySettings(
        String host,
        Integer port,
        int maxRequestBytes,
        int maxRecordBytes,
        long inFlightBytes,
        Duration deliveryTimeout,
        List<String> browserOrigins) {

    private static final int MIB = 1024 * 1024;
    private static final int HIGHEST_PORT = 65_535;
    private static final int MAX_RECORD_MIB = 10;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

    public GatewaySettings {
        host = host == null || host.isBlank() ? "127.0.0.1" : host;
        port = port == null ? 4318 : port;
        maxRequestBytes = maxRequestBytes == 0 ? 20 * MIB : maxRequestBytes;
        maxRecordBytes = maxRecordBytes == 0 ? MIB : maxRecordBytes;
        inFlightBytes = inFlightBytes == 0 ? Math.max(64L * MIB, 3L * maxRequestBytes) : inFlightBytes;
        deliveryTimeout = deliveryTimeout == null ? Duration.ofSeconds(10) : deliveryTimeout;
        browserOrigins = browserOrigins == null ? List.of("*") : List.copyOf(browserOrigins);
        if (port < 0 || port > HIGHEST_PORT) throw new UserException("ingest.port is " + port + "; write 0 to 65535");
        if (maxRequestBytes < 1) throw new UserException("ingest.max_request_bytes is less than 1");
        if (maxRecordBytes < 1 || maxRecordBytes > MAX_RECORD_MIB * MIB) {
            throw new UserException("ingest.max_record_bytes is " + maxRecordBytes + "; write 1 to 10485760 (10 MiB)");
        }
        if (inFlightBytes < 3L * maxRequestBytes) {
            throw new UserException("ingest.in_flight_bytes is " + inFlightBytes
                    + "; a request takes up to three times ingest.max_request_bytes, " + 3L * maxRequestBytes);
        }
        if (deliveryTimeout.compareTo(SHORTEST_TIMEOUT) < 0 || deliveryTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new UserException("ingest.delivery_timeout is not between 1s and 5m");
        }
    }

    /** The defaults, on a given port. */
    public static GatewaySettings onPort(int port) {
        return new GatewaySettings("", port, 0, 0, 0, Duration.ofSeconds(10), List.of("*"));
    }
}
