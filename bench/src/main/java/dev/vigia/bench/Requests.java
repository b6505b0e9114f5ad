package dev.vigia.bench;

import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import java.util.Locale;
import java.util.Map;

/**
 * Finished HTTP requests of some services with as many routes each; by default 50 with 20: 1,000 series. The nth is always
 * the same but for its time.
 */
final class Requests {

    static final int SERVICES = 50;
    static final int ROUTES = 20;

    private static final int[] FAILURES = {500, 502, 503, 504};
    private static final String[] VERSIONS = {"1.4.1", "1.4.2", "1.5.0"};

    private final String[] serviceNames;
    private final String[] routeNames;

    Requests(int services, int routes) {
        serviceNames = names(services, Requests::service);
        routeNames = names(routes, Requests::route);
    }

    static Requests ofThousandSeries() {
        return new Requests(SERVICES, ROUTES);
    }

    int series() {
        return serviceNames.length * routeNames.length;
    }

    static String service(int i) {
        return String.format(Locale.ROOT, "service-%02d", i);
    }

    static String route(int i) {
        return String.format(Locale.ROOT, "/r%02d/{id}", i);
    }

    /** @param micros microseconds since 1970-01-01 UTC */
    Log request(long n, long micros) {
        long random = mix(n);
        int service = (int) Long.remainderUnsigned(random, serviceNames.length);
        int route = (int) Long.remainderUnsigned(random >>> 8, routeNames.length);
        int dice = (int) Long.remainderUnsigned(random >>> 20, 1000);
        int status = dice < 20 ? FAILURES[dice % FAILURES.length] : dice < 60 ? 404 : 200;
        long millis = 1 + Long.remainderUnsigned(random >>> 32, 50) * (dice % 17 == 0 ? 20 : 1);
        String path = String.format(Locale.ROOT, "/r%02d/%d", route, Long.remainderUnsigned(random >>> 16, 100_000));
        return Log.newBuilder()
                .setTimestamp(micros)
                .setService(serviceNames[service])
                .setSeverityNumber(status >= 500 ? 17 : 9)
                .setSeverityText(status >= 500 ? "ERROR" : "INFO")
                .setMessage(status >= 500 ? "GET " + path + ": upstream timed out" : "GET " + path + " is answered")
                .setResource(Map.of("service.version", VERSIONS[(int) (n % VERSIONS.length)]))
                .setAttributes(Map.of("tenant", "t-" + Long.remainderUnsigned(random >>> 40, 500)))
                .setHttp(Http.newBuilder()
                        .setMethod("GET")
                        .setRoute(routeNames[route])
                        .setPath(path)
                        .setStatus(status)
                        .setDuration(millis * 1_000_000)
                        .setResponseBytes(200 + Long.remainderUnsigned(random >>> 24, 5_000))
                        .build())
                .build();
    }

    private static String[] names(int count, java.util.function.IntFunction<String> name) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) names[i] = name.apply(i);
        return names;
    }

    /** SplitMix64's output function. */
    private static long mix(long n) {
        long z = n * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
