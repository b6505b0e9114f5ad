package dev.vigia.ingest.gateway;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * {@code vigia.gateway.records} {signal, result}: records written ({@code accepted}) and records that failed by themselves
 * ({@code rejected}). {@code vigia.gateway.requests} {signal, status}: how long requests took until they were answered.
 */
final class GatewayMetrics {

    private final MeterRegistry registry;
    private final String signal;
    private final Counter accepted;
    private final Counter rejected;

    GatewayMetrics(MeterRegistry registry, String signal) {
        this.registry = registry;
        this.signal = signal;
        this.accepted = registry.counter("vigia.gateway.records", "signal", signal, "result", "accepted");
        this.rejected = registry.counter("vigia.gateway.records", "signal", signal, "result", "rejected");
    }

    void accepted(int records) {
        accepted.increment(records);
    }

    void rejected(int records) {
        rejected.increment(records);
    }

    Timing begin() {
        return new Timing(Timer.start(registry));
    }

    /** One request being timed. */
    final class Timing {

        private final Timer.Sample sample;

        private Timing(Timer.Sample sample) {
            this.sample = sample;
        }

        HttpResponse end(HttpStatus status, HttpResponse response) {
            sample.stop(registry.timer("vigia.gateway.requests", "signal", signal, "status", status.codeAsText()));
            return response;
        }
    }
}
