package dev.vigia.chaos.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.chaos.cluster.Http;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** Vigia's own ledger says what was counted without it: so many records in each topic, so many of them dead letters. */
final class LedgerCheck {

    private LedgerCheck() {}

    /** @param ledger where the console serves it */
    static Check check(Evidence evidence, URI ledger) {
        Findings findings = new Findings("the ledger agrees");
        Map<String, Balance> balances = new TreeMap<>();
        JsonNode said = Http.json(ledger);
        if (!said.path("balanced").asBoolean()) findings.differ("it does not balance: " + said);
        for (JsonNode partition : said.path("partitions")) {
            balances.merge(partition.path("topic").asText(), Balance.of(partition), Balance::plus);
        }
        evidence.records().forEach((topic, records) -> {
            Balance counted = new Balance(records, evidence.givenUp(topic));
            Balance balance = balances.getOrDefault(topic, new Balance(0, 0));
            findings.count(topic, records);
            if (!balance.equals(counted))
                findings.differ(topic + ": it says " + balance + ", and there are " + counted);
        });
        return findings.check();
    }

    private record Balance(long records, long deadLetters) {

        static Balance of(JsonNode partition) {
            long indexed = partition.path("indexed").asLong();
            long deadLetters = partition.path("dead_lettered").asLong();
            return new Balance(indexed + deadLetters, deadLetters);
        }

        Balance plus(Balance other) {
            return new Balance(records + other.records, deadLetters + other.deadLetters);
        }
    }
}
