package dev.vigia.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.vigia.ingest.ship.FakeGateway.Reply;
import dev.vigia.runtime.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShipmentTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    Path directory;

    private RetryPolicy retries = new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(20));
    private String input = "";

    @Test
    void run_severalFiles_arriveWithIdsAndInOrder() throws Exception {
        Path one = write("one.log", "a\nb\n");
        Path two = write("two.log", "\n\nc");
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            ShipSummary summary = ship(gateway, options(Format.TEXT, false, false, one, two), NEVER);

            assertThat(summary).isEqualTo(new ShipSummary(3, 2, 0));
            assertThat(gateway.logs())
                    .extracting(
                            it -> it.path("id").asText(),
                            it -> it.path("message").asText(),
                            it -> it.path("service").asText())
                    .containsExactly(
                            tuple("run-0-0", "a", "one"), tuple("run-0-2", "b", "one"), tuple("run-1-2", "c", "two"));
        }
    }

    @Test
    void run_gatewayBusyThenConnectionLost_allRecordsArriveWithTheSameIds() throws Exception {
        Path file = write("a.log", lines(100));
        try (FakeGateway gateway = new FakeGateway(request -> switch (request) {
            case 0, 5 -> new Reply(503, "busy", false);
            case 1, 7 -> new Reply(0, "", false); // connection dropped, nothing kept
            case 2, 9 -> new Reply(0, "", true); // kept, but the answer was lost
            case 3 -> new Reply(429, "slow down", false);
            default -> Reply.OK;
        })) {
            ShipSummary summary = ship(gateway, options(Format.TEXT, false, false, file), NEVER);

            assertThat(summary.records()).isEqualTo(100);
            List<String> ids =
                    gateway.logs().stream().map(it -> it.path("id").asText()).toList();
            assertThat(new HashSet<>(ids)).hasSize(100);
            assertThat(ids).as("the two batches without an answer came twice").hasSize(120);
            assertThat(attempts(gateway))
                    .as("every attempt gives a record the same id")
                    .hasSize(100);
        }
    }

    @Test
    void run_gatewayStaysAway_givesUpAndSaysHowFarItCame() throws Exception {
        Path file = write("a.log", lines(100));
        retries = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(100));
        try (FakeGateway gateway =
                new FakeGateway(request -> request == 0 ? Reply.OK : new Reply(request == 1 ? 429 : 502, "", false))) {
            assertThatThrownBy(() -> ship(gateway, options(Format.TEXT, false, false, file), NEVER))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("gave up after 100ms")
                    .hasMessageContaining(gateway.url())
                    .hasMessageEndingWith("accepted were 10 records, up to " + file + ", line 10");
        }
    }

    @Test
    void run_nobodyListens_saysSo() throws Exception {
        Path file = write("a.log", "x\n");
        retries = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(50));
        String url;
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            url = gateway.url();
        }

        assertThatThrownBy(() -> ship(url, options(Format.TEXT, false, false, file), NEVER))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(url)
                .hasMessageEndingWith("no record was accepted");
    }

    @Test
    void run_refusedRecord_isNamedByFileAndLine() throws Exception {
        Path file = write("a.json", "{}\n{}\n{}\n{\"timestamp\":[]}\n");
        Reply refusal = new Reply(
                400,
                "{\"error\":\"nothing was written\",\"records\":[{\"index\":3,\"line\":4,\"field\":\"timestamp\","
                        + "\"problem\":\"a list is not a time\"}]}",
                false);
        try (FakeGateway gateway = new FakeGateway(request -> refusal)) {
            assertThatThrownBy(() -> ship(gateway, options(Format.JSON, false, false, file), NEVER))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(
                            file + ", line 4: the gateway refuses it (400): timestamp: a list is not a time");
        }
    }

    @Test
    void run_retime_movesTheLatestOfAllFilesToNow() throws Exception {
        Path one = write("one.log", "Feb  3 10:00:00 h p: a\nno time\n");
        Path two = write("two.log", "Feb  3 10:00:30 h p: b\nFeb  3 10:00:20 h p: c\n");
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            ShipSummary summary = ship(gateway, options(Format.SYSLOG, false, true, one, two), NEVER);

            assertThat(summary.unparsed()).isEqualTo(1);
            assertThat(gateway.logs())
                    .extracting(it -> it.path("timestamp").asText())
                    .containsExactly(
                            "2026-03-02T11:59:30Z",
                            "2026-03-02T11:59:30Z",
                            "2026-03-02T12:00:00Z",
                            "2026-03-02T11:59:50Z");
        }
    }

    @Test
    void run_retimeOfJson_replacesTheTimeWhateverItsName() throws Exception {
        Path file = write("a.json", "{\"ts\":1700000000}\n{\"timestamp\":\"2023-11-14T22:13:21Z\"}\n{\"a\":1}\n");
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            ship(gateway, options(Format.JSON, false, true, file), NEVER);

            assertThat(gateway.logs())
                    .extracting(
                            it -> it.path("timestamp").asText() + it.path("ts").asText())
                    .containsExactly("2026-03-02T11:59:59Z", "2026-03-02T12:00:00Z", "");
        }
    }

    @Test
    void run_json_goesAsItIs() throws Exception {
        Path file = write("a.json", "{\"id\":\"mine\",\"n\":1.10,\"big\":123456789012345678901234567890}\n[1]\n{\n");
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            ShipSummary summary = ship(gateway, options(Format.JSON, false, false, file), NEVER);

            assertThat(summary).isEqualTo(new ShipSummary(3, 1, 2));
            assertThat(gateway.logs().get(0))
                    .hasToString("{\"id\":\"mine\",\"n\":1.1,\"big\":123456789012345678901234567890}");
            assertThat(gateway.logs().get(1).path("message").asText()).isEqualTo("[1]");
            assertThat(gateway.logs()
                            .get(2)
                            .path("attributes")
                            .path("vigia.parse_error")
                            .asText())
                    .startsWith("invalid JSON");
        }
    }

    @Test
    void run_standardInput_isReadToItsEnd() throws Exception {
        input = lines(25) + "last";
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            ShipOptions options =
                    new ShipOptions(List.of("-"), Format.TEXT, Optional.of("cli"), false, false, 10, ZoneOffset.UTC);

            assertThat(ship(gateway, options, NEVER).records()).isEqualTo(26);
            assertThat(gateway.logs())
                    .allMatch(it -> it.path("service").asText().equals("cli"));
        }
    }

    @Test
    void run_bytesThatAreNotUtf8_areMarked() throws Exception {
        Path file = directory.resolve("latin.log");
        Files.write(file, "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            ship(gateway, options(Format.TEXT, false, false, file), NEVER);

            assertThat(gateway.logs().get(0).path("message").asText()).isEqualTo("café");
            assertThat(gateway.logs().get(0).path("vigia.charset").asText()).isEqualTo("ISO-8859-1");
        }
    }

    @Test
    void run_missingFile_sendsNothing() throws Exception {
        Path file = write("a.log", "x\n");
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            assertThatThrownBy(
                            () -> ship(gateway, options(Format.TEXT, false, false, file, Path.of("/none.log")), NEVER))
                    .isInstanceOf(UserException.class)
                    .hasMessage("there is no file /none.log");
            assertThat(gateway.requests()).isEmpty();
        }
    }

    @Test
    void run_follow_survivesGrowthRotationAndTruncation() throws Exception {
        Path file = write("a.log", "one\n");
        AtomicBoolean stop = new AtomicBoolean();
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            ShipOptions options = options(Format.TEXT, true, false, file);
            CompletableFuture<ShipSummary> done = CompletableFuture.supplyAsync(() -> {
                try {
                    return ship(gateway, options, stop::get);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitMessages(gateway, "one");
            Files.writeString(file, "two\nthr", StandardOpenOption.APPEND);
            awaitMessages(gateway, "one", "two");
            Files.writeString(file, "ee\n", StandardOpenOption.APPEND);
            awaitMessages(gateway, "one", "two", "three");
            Files.move(file, directory.resolve("a.log.1"));
            Files.writeString(directory.resolve("a.log.1"), "late\n", StandardOpenOption.APPEND);
            Files.writeString(file, "four\n");
            awaitMessages(gateway, "one", "two", "three", "late", "four");
            Files.writeString(file, "5\n");
            awaitMessages(gateway, "one", "two", "three", "late", "four", "5");

            stop.set(true);
            assertThat(done.get().records()).isEqualTo(6);
            assertThat(gateway.logs()).extracting(it -> it.path("id").asText()).doesNotHaveDuplicates();
        }
    }

    private static void awaitMessages(FakeGateway gateway, String... messages) {
        await().untilAsserted(() -> assertThat(gateway.logs())
                .extracting(it -> it.path("message").asText())
                .containsExactly(messages));
    }

    /** Id and message of each record of each attempt, without repetitions. */
    private static Set<String> attempts(FakeGateway gateway) {
        return gateway.requests().stream()
                .flatMap(it -> it.records().stream())
                .map(it -> it.path("id").asText() + it.path("message").asText())
                .collect(Collectors.toSet());
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i + "\n").reduce("", String::concat);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static ShipOptions options(Format format, boolean follow, boolean retime, Path... files) {
        List<String> names = Arrays.stream(files).map(Path::toString).toList();
        return new ShipOptions(names, format, Optional.empty(), follow, retime, 10, ZoneOffset.UTC);
    }

    private ShipSummary ship(FakeGateway gateway, ShipOptions options, BooleanSupplier stop)
            throws InterruptedException {
        return ship(gateway.url(), options, stop);
    }

    private ShipSummary ship(String url, ShipOptions options, BooleanSupplier stop) throws InterruptedException {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        ShipProgress progress = ShipProgress.lines(new PrintWriter(Writer.nullWriter()));
        var stdin = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        try (Sender sender = new Sender(new GatewayClient(url, Duration.ofSeconds(10), clock), retries, progress)) {
            return new Shipment(options, progress, new Shipment.Environment("run", clock, stdin), stop).run(sender);
        }
    }
}
