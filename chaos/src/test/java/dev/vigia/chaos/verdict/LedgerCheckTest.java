package dev.vigia.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.vigia.chaos.load.Claim.Fate;
import dev.vigia.chaos.verdict.DeadLetter.Place;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {

    private final Evidence evidence = new Evidence(lane -> Fate.COUNTED);
    private HttpServer console;
    private volatile String ledger = "";

    @BeforeEach
    void start() throws Exception {
        console = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        console.createContext("/", exchange -> {
            byte[] body = ledger.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        console.start();
        for (int i = 0; i < 5; i++) evidence.record("logs");
        evidence.deadLetter(new DeadLetter("elasticsearch", new Place("logs", 1, 7)), new byte[0]);
        evidence.deadLetter(new DeadLetter("elasticsearch", new Place("logs", 1, 7)), new byte[0]);
        evidence.deadLetter(new DeadLetter("aggregate", new Place("logs", 0, 3)), new byte[0]);
    }

    @AfterEach
    void stop() {
        console.stop(0);
    }

    @Test
    void check_sameCounts_passes() {
        ledger = ledger(true, 2, 2, 1);
        assertThat(check().differences()).isEmpty();
    }

    @Test
    void check_aRecordMoreOrLess_differs() {
        ledger = ledger(true, 2, 3, 1);
        assertThat(check().differences()).hasSize(1);
        ledger = ledger(true, 2, 1, 1);
        assertThat(check().differences()).hasSize(1);
    }

    @Test
    void check_aDeadLetterForADocument_differs() {
        ledger = ledger(true, 2, 1, 2);
        assertThat(check().differences()).hasSize(1);
    }

    @Test
    void check_ledgerDoesNotBalance_differs() {
        ledger = ledger(false, 2, 2, 1);
        assertThat(check().differences()).hasSize(1);
    }

    @Test
    void check_noLedger_differs() {
        ledger = "{}";
        assertThat(check().differences()).hasSize(2);
    }

    private Check check() {
        return LedgerCheck.check(
                evidence, URI.create("http://127.0.0.1:" + console.getAddress().getPort()));
    }

    private static String ledger(boolean balanced, int first, int second, int deadLetters) {
        return """
                {"balanced": %s, "partitions": [
                 {"topic": "logs", "partition": 0, "indexed": %d, "dead_lettered": 0},
                 {"topic": "logs", "partition": 1, "indexed": %d, "dead_lettered": %d}]}""".formatted(balanced, first, second, deadLetters);
    }
}
