package dev.vigia.processors.backtest;

import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * How much processor time a backtest takes for some minutes of 500 records a second in ten transactions a second, from memory.
 * Arguments: the rule file, and how many minutes; run it with the class path of the tests.
 */
final class BacktestSpeed {

    private static final int PER_TRANSACTION = 50;
    private static final int INTERVAL = 100;

    private BacktestSpeed() {}

    public static void main(String[] args) throws Exception {
        String rules = Files.readString(Path.of(args[0]));
        int minutes = Integer.parseInt(args[1]);
        try (Recorder recorder = new Recorder(INTERVAL)) {
            recorder.apply("rules.yaml", rules);
            for (int n = 0; n < minutes * 60_000 / INTERVAL; n++) {
                for (int i = 0; i < PER_TRANSACTION; i++) recorder.push(log(n * PER_TRANSACTION + i));
                recorder.commit();
            }
            String counted = "\n  - {id: anew, filter: http.status >= 500, group_by: [service], aggregate: count,"
                    + " above: 10, severity: low}\n";
            for (int round = 0; round < 3; round++) {
                print("a threshold", recorder, new RuleFile("rules.yaml", rules.replace("0.05", "0.07")), minutes);
                print("a new rule", recorder, new RuleFile("rules.yaml", rules + counted), minutes);
            }
        }
    }

    private static void print(String what, Recorder recorder, RuleFile candidate, int minutes) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        Result result = recorder.backtest(0, recorder.second(), candidate);
        double seconds = (threads.getCurrentThreadCpuTime() - begun) / 1e9;
        System.out.printf(
                "%s: %.1f s of processor time for %d min, %.1f min a day; trusted: %s, %s%n",
                what,
                seconds,
                minutes,
                seconds / minutes * 24,
                result.trusted(),
                result.selfCheck().checks().get(0).counts());
    }

    private static Log.Builder log(int n) {
        boolean fails = n % 100 < (n / 60_000 % 2 == 0 ? 1 : 8);
        return Log.newBuilder()
                .setService("service-" + n % 10)
                .setSeverityNumber(fails ? 17 : 9)
                .setMessage("GET /api/v1/items/" + n % 1_000 + " answered")
                .setTraceId("0af7651916cd43dd8448eb211c80319c")
                .setResource(Map.of("host.name", "host-" + n % 20))
                .setAttributes(Map.of("user.id", "user-" + n % 5_000))
                .setHttp(Http.newBuilder()
                        .setMethod("GET")
                        .setRoute("/api/v1/items/{id}/" + n % 20)
                        .setStatus(fails ? 500 : 200)
                        .setDuration(1_000_000L * (n % 997))
                        .build());
    }
}
