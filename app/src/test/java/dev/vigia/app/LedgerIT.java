package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vigia.app.KafkaPeer.Sent;
import dev.vigia.schemas.avro.Acknowledged;
import dev.vigia.schemas.avro.BlockCount;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.avro.Log;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A running Vigia watches itself: the ledger accounts for every record, and what is amiss is told. */
@ExtendWith(OneRunningVigia.class)
class LedgerIT {

    private static final int GOOD = 300;
    private static final int BAD = 7;
    private static final int TAMPERED = 3;

    @Test
    void ledger_goodAndBadRecords_areAccountedForAndTamperingIsTold(RunningVigia vigia) throws Exception {
        JsonNode before = awaitSettled(vigia, send(vigia, 1));
        await().atMost(RunningVigia.LONG)
                .untilAsserted(() -> assertThat(vigia.console("/api/ledger").path("partitions"))
                        .as("whatever other tests have sent")
                        .hasSize(12)
                        .allSatisfy(it -> assertThat(it.path("imbalances")).isEmpty()));

        Sent last = null;
        for (int i = 0; i < BAD; i++) {
            vigia.kafka().send(vigia.topics().logs(), "no Avro".getBytes(StandardCharsets.UTF_8));
            last = send(vigia, GOOD / BAD);
        }
        last = send(vigia, GOOD % BAD);

        JsonNode after = awaitSettled(vigia, last);
        assertThat(difference(before, after, "produced")).isEqualTo(GOOD + BAD);
        assertThat(difference(before, after, "indexed")).isEqualTo(GOOD);
        assertThat(difference(before, after, "dead_lettered")).isEqualTo(BAD);
        assertThat(after.path("from_offset").asLong()).isZero();
        await().atMost(RunningVigia.LONG)
                .until(() -> logs(vigia).path("complete_up_to").asLong()
                        > after.path("complete_up_to").asLong());

        await().atMost(RunningVigia.LONG)
                .untilAsserted(() ->
                        assertThat(titles(vigia, "dead-letters")).contains("aggregate gave up on records of logs"));

        vigia.kafka().send(vigia.topics().ledgerEntries(), tampered(vigia));

        await().atMost(RunningVigia.LONG)
                .untilAsserted(
                        () -> assertThat(logs(vigia).path("missing").asInt()).isEqualTo(TAMPERED));
        assertThat(vigia.console("/api/ledger").path("balanced").asBoolean()).isFalse();
        await().atMost(RunningVigia.LONG)
                .untilAsserted(() -> assertThat(vigia.console("/api/alerts?status=active&severity=critical")
                                .path("alerts"))
                        .anySatisfy(alert -> {
                            assertThat(alert.path("rule_id").asText()).isEqualTo("ledger-missing");
                            assertThat(alert.path("value").asInt()).isEqualTo(TAMPERED);
                            assertThat(alert.path("title").asText()).isEqualTo("logs-0: records are missing");
                        }));

        JsonNode mended = awaitSettled(vigia, send(vigia, 1));
        assertThat(mended.path("missing").asInt()).isZero();
        assertThat(difference(after, mended, "indexed")).isOne();
    }

    @Test
    void watch_connectorIsPaused_isTold(RunningVigia vigia) throws Exception {
        connector(vigia, "pause");
        try {
            await().atMost(RunningVigia.LONG)
                    .untilAsserted(
                            () -> assertThat(titles(vigia, "sink-paused")).containsExactly("vigia-notify is paused"));
        } finally {
            connector(vigia, "resume");
        }
    }

    private static void connector(RunningVigia vigia, String what) throws Exception {
        URI uri = URI.create(
                "http://127.0.0.1:" + vigia.settings().standalone().connectPort() + "/connectors/vigia-notify/" + what);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static List<String> titles(RunningVigia vigia, String rule) throws Exception {
        return StreamSupport.stream(
                        vigia.console("/api/alerts?status=active")
                                .path("alerts")
                                .spliterator(),
                        false)
                .filter(alert -> alert.path("rule_id").asText().equals(rule))
                .map(alert -> alert.path("title").asText())
                .toList();
    }

    private static Sent send(RunningVigia vigia, int count) throws Exception {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Log log = Log.newBuilder()
                    .setTimestamp(System.currentTimeMillis() * 1_000)
                    .setService("ledger")
                    .build();
            sent.add(vigia.kafka()
                    .send(
                            vigia.topics().logs(),
                            vigia.kafka().avro(vigia.topics().logs(), log)));
        }
        return sent.get(sent.size() - 1);
    }

    /** What {@code aggregate} and the sink have both gone beyond, in a partition that balances. */
    private static JsonNode awaitSettled(RunningVigia vigia, Sent last) {
        return await().atMost(RunningVigia.LONG)
                .until(
                        () -> logs(vigia),
                        it -> it.path("balanced").asBoolean()
                                && it.path("lag").asLong(-1) == 0
                                && it.path("to_offset").asLong() > last.offset());
    }

    /** The partition that everything here is sent to. */
    private static JsonNode logs(RunningVigia vigia) throws Exception {
        return StreamSupport.stream(
                        vigia.console("/api/ledger").path("partitions").spliterator(), false)
                .filter(it -> it.path("topic").asText().equals("logs")
                        && it.path("partition").asInt() == 0)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static long difference(JsonNode before, JsonNode after, String field) {
        return after.path(field).asLong() - before.path(field).asLong();
    }

    /** The sink's last word once more, with fewer documents. */
    private static byte[] tampered(RunningVigia vigia) {
        Acknowledged last = vigia.kafka().read(vigia.topics().ledgerEntries(), LedgerEntry.class).stream()
                .map(LedgerEntry::getBody)
                .filter(Acknowledged.class::isInstance)
                .map(Acknowledged.class::cast)
                .filter(it -> it.getTopic().equals("logs") && it.getPartition() == 0)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        BlockCount count = last.getBlocks().get(last.getBlocks().size() - 1);
        BlockCount less = BlockCount.newBuilder(count)
                .setIndexed(count.getIndexed() - TAMPERED)
                .build();
        LedgerEntry entry = new LedgerEntry(new Acknowledged("logs", 0, List.of(less)));
        return vigia.kafka().avro(vigia.topics().ledgerEntries(), entry);
    }
}
