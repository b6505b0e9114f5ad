package dev.vigia.processors.rules;

import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Records for tests. */
final class Records {

    private static final String[] SERVICES = {"checkout", "cart", "search", ""};
    private static final String[] WORDS = {"", "a", "failed login", "login failed for x", "Checkout", "500"};
    private static final String[] KEYS = {"user", "source.address", "n", "flag", "event.name"};

    private Records() {}

    static Log.Builder log() {
        return Log.newBuilder().setTimestamp(0);
    }

    static Metric.Builder metric(String name, double value) {
        return Metric.newBuilder().setTimestamp(0).setName(name).setValue(value);
    }

    /** A log of which anything may be missing. */
    static Log randomLog(Random random) {
        Log.Builder log = log().setService(pick(random, SERVICES))
                .setMessage(pick(random, WORDS))
                .setSeverityNumber(random.nextInt(26) - 1)
                .setAttributes(attributes(random))
                .setResource(random.nextBoolean() ? Map.of() : Map.of("host.name", pick(random, SERVICES)));
        if (random.nextBoolean()) log.setEventName(pick(random, WORDS));
        if (random.nextBoolean()) log.setHttp(http(random));
        if (random.nextInt(4) == 0) {
            log.setException(ExceptionInfo.newBuilder()
                    .setType(pick(random, WORDS))
                    .setMessage(random.nextBoolean() ? null : pick(random, WORDS))
                    .build());
        }
        return log.build();
    }

    private static Http http(Random random) {
        Http.Builder http = Http.newBuilder().setStatus(pick(random, new Integer[] {0, 200, 404, 500, 503}));
        if (random.nextBoolean()) http.setRoute(pick(random, WORDS)).setMethod("GET");
        if (random.nextBoolean()) http.setDuration(random.nextInt(4) * 500_000_000L);
        if (random.nextBoolean()) http.setResponseBytes((long) random.nextInt(3));
        return http.build();
    }

    private static Map<String, Object> attributes(Random random) {
        Object[] values = {
            "a",
            "10.0.0.1",
            "5",
            5L,
            -1L,
            0L,
            5.0,
            5.5,
            -0.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            true,
            false,
            Long.MAX_VALUE,
            9007199254740993L
        };
        Map<String, Object> attributes = new HashMap<>();
        for (String key : KEYS) {
            if (random.nextInt(3) > 0) attributes.put(key, pick(random, values));
        }
        return attributes;
    }

    static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
