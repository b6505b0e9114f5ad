package dev.vigia.processors.aggregate;

import dev.vigia.processors.aggregate.Accumulator.Keeping;
import dev.vigia.processors.rules.FieldPath;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** {@code logs} by service and level; {@code requests} by service, and by service and route. */
final class LogSeries implements BuiltInSeries {

    private static final FieldPath LEVEL = FieldPath.of(Source.LOGS, "level").orElseThrow();
    /** OpenTelemetry: 17 to 20 are ERROR, 21 to 24 FATAL. */
    private static final int ERROR = 17;

    private static final double NANOS = 1e9;

    private final Heap heap;
    private final int maxRoutes;
    private final Map<String, Service> services = new HashMap<>();
    private @Nullable Service latest;

    LogSeries(Heap heap, int maxRoutes) {
        this.heap = heap;
        this.maxRoutes = maxRoutes;
    }

    @Override
    public long timestamp(SpecificRecord record) {
        return ((Log) record).getTimestamp();
    }

    @Override
    public long weight(SpecificRecord record) {
        return Math.max(1, ((Log) record).getCount());
    }

    @Override
    public void fold(SpecificRecord record, long offset, long bucket) {
        Log log = (Log) record;
        long weight = weight(log);
        Service service = service(log.getService());
        service.level(log).at(bucket, offset).happened(offset, weight, log.getSeverityNumber() >= ERROR);
        Http http = log.getHttp();
        if (http == null) return;
        String route = http.getRoute();
        request(service.total(), log, http, offset, bucket);
        if (route != null && !route.isEmpty()) request(service.route(route), log, http, offset, bucket);
    }

    private void request(Series series, Log log, Http http, long offset, long bucket) {
        int status = http.getStatus();
        long weight = weight(log);
        Accumulator accumulator = series.at(bucket, offset);
        accumulator.happened(offset, weight, status >= 500);
        if (status >= 400 && status < 500) accumulator.clientError(weight);
        Long duration = http.getDuration();
        if (duration != null) accumulator.value(duration / NANOS, weight, log.getTimestamp());
    }

    private Service service(String name) {
        Service same = latest;
        if (same != null && same.name.equals(name)) return same;
        Service service = services.get(name);
        if (service == null) {
            service = new Service(name);
            services.put(name, service);
        }
        latest = service;
        return service;
    }

    /** The series of one service. */
    private final class Service {

        private final String name;
        private final @Nullable Series[] levels = new Series[25];
        private final Map<String, Series> routes = new HashMap<>();
        private @Nullable Series total;

        Service(String name) {
            this.name = name;
        }

        Series level(Log log) {
            int severity = log.getSeverityNumber();
            // Severity numbers come in fours; the first of each four has the place of all of them.
            int index = severity < 1 || severity > 24 ? 0 : (severity - 1) / 4 * 4 + 1;
            Series series = levels[index];
            if (series == null) {
                series = heap.add(new Series("logs", 0, List.of(name, LEVEL.text(log)), Keeping.NOTHING));
                levels[index] = series;
            }
            return series;
        }

        Series total() {
            Series series = total;
            if (series == null) {
                series = requests("");
                total = series;
            }
            return series;
        }

        Series route(String route) {
            Series series = routes.get(route);
            if (series != null) return series;
            if (routes.size() >= maxRoutes) return routes.computeIfAbsent(Fold.OVERFLOW, this::requests);
            Series added = requests(route);
            routes.put(route, added);
            return added;
        }

        private Series requests(String route) {
            return heap.add(new Series("requests", 0, List.of(name, route), Keeping.SKETCH));
        }
    }
}
