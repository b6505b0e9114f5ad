package dev.vigia.console;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.runtime.Health;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Exemplar;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Imbalance;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The console with made-up data, to look at: {@code DemoMain DIRECTORY PORT [empty|incident]}. It writes what the processors
 * would write, an hour's minutes first and then second by second.
 */
public final class DemoMain {

    private record Shop(String name, double perSecond, double latency, List<String> routes) {}

    private static final List<Shop> SHOP = List.of(
            new Shop("checkout", 14, 0.18, List.of("POST /checkout", "GET /checkout/{id}", "POST /checkout/{id}/pay")),
            new Shop("cart", 32, 0.03, List.of("GET /cart/{id}", "POST /cart/{id}/items")),
            new Shop("catalog", 85, 0.02, List.of("GET /products", "GET /products/{id}", "GET /search")),
            new Shop("payments", 9, 0.26, List.of("POST /payments")),
            new Shop("accounts", 11, 0.06, List.of("POST /login", "GET /me")),
            new Shop("recommendations", 24, 0.09, List.of("GET /recommendations")),
            new Shop("shipping", 4, 0.11, List.of("POST /shipments", "GET /shipments/{id}")));

    private final TestCluster cluster;
    private final boolean incident;
    private final Random random = new Random(7);
    private final Map<String, Minute> open = new LinkedHashMap<>();
    private final long began = System.currentTimeMillis();
    private RecordMetadata lastBad;
    private long sequence;

    private DemoMain(TestCluster cluster, boolean incident) {
        this.cluster = cluster;
        this.incident = incident;
    }

    /** Made up, too: of each third record it says something else. */
    private static ObjectNode explain(Alert transition, Duration patience) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        List<String> verdicts = List.of("expired", "differs", "match", "unknown");
        String verdict = verdicts.get((int) (transition.getSequence() % 4));
        body.put("sequence", transition.getSequence())
                .put("transition", "active")
                .put("verdict", verdict);
        body.putObject("recorded").put("value", transition.getValue()).put("samples", 213L);
        body.putObject("computed")
                .put("value", verdict.equals("differs") ? 0.27 : transition.getValue())
                .put("samples", 213L);
        body.putObject("rule")
                .put("filter", "http.status > 0 && service != \"probe\"")
                .put("source", "logs")
                .put("version", 3);
        body.put("reason", "There was no time to read all of the records.");
        body.putArray("differences")
                .addObject()
                .put("what", "value")
                .put("recorded", "0.284")
                .put("computed", "0.27");
        body.putArray("expired")
                .addObject()
                .put("topic", "logs")
                .put("partition", 1)
                .put("from_offset", 3)
                .put("to_offset", 40);
        ArrayNode parts = body.putArray("parts");
        for (AlertPart part : transition.getParts()) {
            ObjectNode one = parts.addObject()
                    .put("name", part.getName())
                    .put("verdict", verdict)
                    .put("source", "logs")
                    .put("filter", "")
                    .put("condition", part.getCondition());
            for (String which : List.of("recorded", "computed")) {
                one.putObject(which)
                        .put("holds", part.getHolds())
                        .put("value", part.getValue())
                        .put("samples", part.getSamples());
            }
        }
        ArrayNode read = body.putArray("read");
        transition
                .getEvidence()
                .getRanges()
                .forEach(range -> read.addObject()
                        .put("topic", range.getTopic())
                        .put("partition", range.getPartition())
                        .put("from_offset", range.getFromOffset())
                        .put("to_offset", range.getToOffset())
                        .put("records", range.getToOffset() - range.getFromOffset() + 1)
                        .put("counted", range.getCount()));
        ObjectNode record = body.putArray("records").addObject();
        record.put("topic", "logs").put("partition", 1).put("offset", 40).put("status", "found");
        record.putObject("record").put("message", "card refused").put("service", "checkout");
        return body;
    }

    private static final class Minute {
        final DDSketch sketch = Samples.sketch();
        long count;
        long errors;
        long clientErrors;
        long revision;
        double sum;
    }

    public static void main(String[] args) throws Exception {
        String mode = args.length > 2 ? args[2] : "quiet";
        TestCluster cluster = new TestCluster(Path.of(args[0]));
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Map<String, Health> parts = new LinkedHashMap<>();
        List.of("kafka", "registry", "gateway", "aggregate", "rollup", "evaluate", "dispatch", "connect")
                .forEach(name -> parts.put(name, Health.healthy()));
        if (mode.equals("incident"))
            parts.put("elasticsearch", Health.degraded("pausing: Elasticsearch is away since 12 s"));
        Console console = new Console(
                ConsoleSettings.of("127.0.0.1", Integer.parseInt(args[1])),
                cluster.kafka,
                Samples.RECEIVERS,
                DemoMain::explain,
                Samples.ROTA,
                metrics,
                () -> parts,
                Language.EN);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            console.close();
            cluster.close();
        }));
        console.start();
        System.out.println("http://127.0.0.1:" + console.port());
        if (!mode.equals("empty")) new DemoMain(cluster, mode.equals("incident")).run();
        Thread.sleep(Long.MAX_VALUE);
    }

    private void run() throws Exception {
        long minute = Math.floorDiv(began, 60_000L) * 60_000L;
        for (long start = minute - 60 * 60_000L; start < minute; start += 60_000) history(start);
        earlierAlerts();
        for (long second = 0; ; second++) {
            tick(second);
            Thread.sleep(Math.max(0, began + second * 1_000 + 1_000 - System.currentTimeMillis()));
        }
    }

    private double wave(long at, int salt) {
        return 1 + 0.25 * Math.sin(at / 400_000.0 + salt) + 0.08 * random.nextGaussian();
    }

    private void history(long start) {
        for (Shop shop : SHOP) {
            for (int i = 0; i < 60; i++) requests(shop, start + i * 1_000L, false);
        }
        flush(start, true);
    }

    private void tick(long second) throws Exception {
        long now = System.currentTimeMillis();
        long minute = Math.floorDiv(now, 60_000L) * 60_000L;
        boolean broken = incident && second > 20 && second % 240 < 200;
        for (Shop shop : SHOP) requests(shop, now, broken && shop.name().equals("checkout"));
        flush(minute, false);
        ledger(now, second);
        cluster.send(cluster.kafka.topics().dispatchSignals(), null, new DispatchSignal(new Tick(now, List.of())));
        logs(now, broken);
        if (incident) {
            if (second == 24) alert(now, Transition.PENDING, AlertState.PENDING, 0.061, "rule");
            if (second == 34) alert(now, Transition.ACTIVE, AlertState.ACTIVE, 0.284, "rule");
            if (second == 36) latency(now);
        }
    }

    private void requests(Shop shop, long at, boolean broken) {
        double expected = shop.perSecond() * wave(at, shop.name().hashCode() % 7);
        long count = Math.max(0, Math.round(expected + random.nextGaussian() * Math.sqrt(expected) * 0.6));
        long minute = Math.floorDiv(at, 60_000L) * 60_000L;
        Minute total = open.computeIfAbsent(shop.name() + "||" + minute, k -> new Minute());
        for (long i = 0; i < count; i++) {
            String route = shop.routes().get(random.nextInt(shop.routes().size()));
            Minute byRoute = open.computeIfAbsent(shop.name() + "|" + route + "|" + minute, k -> new Minute());
            double seconds = shop.latency() * Math.exp(random.nextGaussian() * 0.5) * (broken ? 4 : 1);
            boolean error = random.nextDouble() < (broken ? 0.31 : 0.002);
            boolean client = !error && random.nextDouble() < 0.02;
            for (Minute one : List.of(total, byRoute)) {
                one.sketch.accept(seconds);
                one.sum += seconds;
                one.count++;
                if (error) one.errors++;
                if (client) one.clientErrors++;
            }
        }
    }

    private void flush(long minute, boolean closed) {
        open.forEach((key, one) -> {
            String[] parts = key.split("\\|");
            if (Long.parseLong(parts[2]) != minute || one.count == 0) return;
            one.revision++;
            Rollup rollup = Samples.requests(parts[0], minute, one.revision, one.count)
                    .setDimensions(parts[1].isEmpty() ? Map.of() : Map.of("route", parts[1]))
                    .setErrors(one.errors)
                    .setClientErrors(one.clientErrors)
                    .setSum(one.sum)
                    .setP50(one.sketch.getValueAtQuantile(0.5))
                    .setP95(one.sketch.getValueAtQuantile(0.95))
                    .setP99(one.sketch.getValueAtQuantile(0.99))
                    .setSketch(one.sketch.serialize())
                    .build();
            cluster.send(cluster.kafka.topics().rollups(), Samples.key(rollup), rollup);
        });
        open.keySet().removeIf(key -> Long.parseLong(key.split("\\|")[2]) < minute || closed);
    }

    /** In an incident, Elasticsearch is late at first, and then some records of one partition are missing. */
    private void ledger(long now, long second) {
        for (Topic topic : cluster.kafka.topics().aggregated()) {
            int share = topic.equals(cluster.kafka.topics().logs()) ? 7 : 2;
            for (int i = 0; i < topic.partitions(); i++) {
                long produced = 40_000L * share + i * 911 + second * share;
                long lag = incident && second < 30 ? second * share : random.nextInt(share);
                boolean wrong = incident && second >= 30 && share == 7 && i == 2;
                long missing = wrong ? 12 : 0;
                long dead = share == 7 ? 14 + i : 0;
                Balance.Builder balance = Samples.balance(topic.name(), i, produced, lag)
                        .setIndexed(produced - lag - dead - missing)
                        .setDeadLettered(dead)
                        .setMissing(missing)
                        .setCompleteUpTo(incident ? began - 95_000 : now - 10_400);
                if (wrong) balance.setImbalances(List.of(new Imbalance(282_624L, 286_720L, 4_091L, 4_079L)));
                cluster.send(cluster.kafka.topics().ledger(), topic.name() + "|" + i, balance.build());
            }
        }
    }

    private void logs(long now, boolean broken) throws Exception {
        for (int i = 0; i < 4; i++) {
            Shop shop = SHOP.get(random.nextInt(SHOP.size()));
            String[] route =
                    shop.routes().get(random.nextInt(shop.routes().size())).split(" ");
            boolean warn = random.nextInt(14) == 0;
            int status = warn ? 404 : 200;
            long nanos = (long) (shop.latency() * Math.exp(random.nextGaussian() * 0.5) * 1e9);
            send(Samples.log(shop.name(), warn ? 13 : 9, warn ? "No such item" : "Request served")
                    .setTimestamp(now * 1_000)
                    .setHttp(http(route, status, nanos))
                    .setTraceId(String.format("%032x", random.nextLong()))
                    .setAttributes(
                            Map.of("user.id", "u-" + random.nextInt(900), "cart.items", (long) random.nextInt(9)))
                    .setResource(Map.of("service.version", "2.4.1", "host.name", "shop-1")));
        }
        if (random.nextInt(9) == 0) {
            send(Samples.log("accounts", 9, "Olá José, sessão iniciada 🎉 <script>alert(1)</script>")
                    .setTimestamp(now * 1_000));
        }
        if (broken) {
            lastBad = send(Samples.log("checkout", 17, "Payment provider did not answer")
                    .setTimestamp(now * 1_000)
                    .setHttp(http(new String[] {"POST", "/checkout/{id}/pay"}, 502, 2_140_000_000L))
                    .setException(
                            new ExceptionInfo(
                                    "java.net.http.HttpTimeoutException",
                                    "request timed out",
                                    "java.net.http.HttpTimeoutException: request timed out\n\tat shop.pay.Provider.charge(Provider.java:88)\n"
                                            + "\tat shop.checkout.Pay.handle(Pay.java:41)\n\tat shop.http.Router.route(Router.java:19)"))
                    .setResource(Map.of("service.version", "2.4.1", "host.name", "shop-2")));
        }
    }

    private static Http http(String[] route, int status, long nanos) {
        return Http.newBuilder()
                .setMethod(route[0])
                .setRoute(route[1])
                .setPath(route[1].replace("{id}", "8c1f"))
                .setStatus(status)
                .setDuration(nanos)
                .build();
    }

    private RecordMetadata send(Log.Builder log) throws Exception {
        return cluster.append(cluster.kafka.topics().logs(), null, log.build());
    }

    private void alert(long now, Transition transition, AlertState state, double value, String actor) throws Exception {
        Evidence evidence = lastBad == null
                ? new Evidence(0L, List.of(), List.of())
                : new Evidence(
                        61L,
                        List.of(
                                new OffsetRange(
                                        "logs",
                                        lastBad.partition(),
                                        Math.max(0, lastBad.offset() - 40),
                                        lastBad.offset(),
                                        34L),
                                new OffsetRange("logs", (lastBad.partition() + 1) % 4, 3L, 71L, 27L)),
                        List.of(
                                new Exemplar("logs", lastBad.partition(), lastBad.offset()),
                                new Exemplar("logs", lastBad.partition(), Math.max(0, lastBad.offset() - 1)),
                                new Exemplar("logs", (lastBad.partition() + 1) % 4, 900_000L)));
        append(Samples.alert("a1b2c3d4e5f60718", transition, state)
                .setSequence(++sequence)
                .setAt(now)
                .setDataTime(now)
                .setStartedAt(transition == Transition.PENDING ? now : now - 10_000)
                .setTitle("Checkout fails too often")
                .setSummary(String.format(
                        "%.1f %% of 213 requests to checkout failed in the last minute (bound: 5 %%)", value * 100))
                .setValue(value)
                .setWindowStart(now - 60_000)
                .setWindowEnd(now)
                .setSamples(213)
                .setRunbookUrl("https://wiki.example/runbooks/checkout")
                .setActor(actor)
                .setEvidence(evidence)
                .build());
    }

    private void latency(long now) throws Exception {
        append(Samples.alert("0f1e2d3c4b5a6978", Transition.ACTIVE, AlertState.ACTIVE)
                .setEpisodeId("ep-latency")
                .setSequence(3)
                .setAt(now)
                .setDataTime(now)
                .setStartedAt(now - 8_000)
                .setSeverity(Severity.MEDIUM)
                .setTitle("Checkout is slow")
                .setSummary("95 % of requests took up to 1.74 s (bound: 1 s)")
                .setCondition("p95 > 1s")
                .setValue(1.74)
                .setThreshold(1)
                .setAcknowledgedBy("user:Ana")
                .setAcknowledgedAt(now + 4_000)
                .build());
        append(Samples.alert("77aa77aa77aa77aa", Transition.PENDING, AlertState.PENDING)
                .setAt(now)
                .setDataTime(now)
                .setStartedAt(now - 12_000)
                .setSeverity(Severity.LOW)
                .setGroup(Map.of("source.address", "203.0.113.77"))
                .setTitle("Failed logins from one address")
                .setSummary("6 failed logins from 203.0.113.77 in 10 min (bound: 5)")
                .setCondition("count > 5")
                .setValue(6)
                .setThreshold(5)
                .build());
    }

    private void earlierAlerts() throws Exception {
        long at = began - 26 * 60_000L;
        append(Samples.alert("5566778899aabbcc", Transition.RESOLVED, AlertState.INACTIVE)
                .setSequence(5)
                .setAt(at)
                .setDataTime(at)
                .setStartedAt(at - 4 * 60_000)
                .setSeverity(Severity.HIGH)
                .setGroup(Map.of("service", "payments"))
                .setTitle("Payments are slow")
                .setSummary("95 % of requests took up to 2.31 s (bound: 2 s)")
                .setCondition("p95 > 2s")
                .setValue(1.2)
                .setThreshold(2)
                .build());
    }

    private void append(Alert alert) throws Exception {
        cluster.append(cluster.kafka.topics().alerts(), alert.getAlertId(), alert);
        cluster.append(cluster.kafka.topics().alertsCurrent(), alert.getAlertId(), alert);
    }
}
