package dev.vigia.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.console.views.AlertJson;
import dev.vigia.console.views.Cell;
import dev.vigia.console.views.MaintenanceWindows;
import dev.vigia.console.views.Overrides;
import dev.vigia.console.views.SeriesKey;
import dev.vigia.console.views.Services.Point;
import dev.vigia.console.views.Services.Service;
import dev.vigia.console.views.Silences;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.json.AvroJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What the API answers with: {@code snake_case}, times in milliseconds since 1970-01-01 UTC, durations in seconds. */
final class Represent {

    private Represent() {}

    /**
     * The alert, and which silences ({@code silenced_by}) and maintenance windows ({@code muted_by}) mute it now; none when it is
     * over.
     */
    static ObjectNode alert(Alert alert, Silences silences) {
        ObjectNode json = AlertJson.of(alert);
        ArrayNode ids = json.putArray("silenced_by");
        ArrayNode windows = json.putArray("muted_by");
        if (alert.getState() == AlertState.INACTIVE) return json;
        silences.muting(alert).forEach(ids::add);
        silences.maintenance().muting(alert).forEach(windows::add);
        return json;
    }

    static ArrayNode silences(List<Silences.Known> silences) {
        ArrayNode json = Json.MAPPER.createArrayNode();
        silences.forEach(known -> json.add(silence(known)));
        return json;
    }

    /** The fields of the topic's schema, {@code state} now, and {@code updated_at} and {@code updated_by}. */
    static ObjectNode silence(Silences.Known known) {
        ObjectNode json = AvroJson.of(known.silence());
        return json.put("state", known.state().name().toLowerCase(Locale.ROOT))
                .put("updated_at", known.updatedAt())
                .put("updated_by", known.updatedBy());
    }

    /** The fields of the topic's schema, and {@code updated_at} and {@code updated_by}. */
    static ObjectNode override(Overrides.Known known) {
        return AvroJson.of(known.override())
                .put("updated_at", known.updatedAt())
                .put("updated_by", known.updatedBy());
    }

    /** The windows' fields as the topic's schema has them, {@code state} now, and {@code changes_at}, null when that is far away. */
    static ArrayNode maintenance(List<MaintenanceWindows.Known> windows) {
        ArrayNode json = Json.MAPPER.createArrayNode();
        for (MaintenanceWindows.Known known : windows) {
            ObjectNode one = AvroJson.of(known.window().window()).put("state", known.active() ? "active" : "pending");
            if (known.changesAt().isPresent()) {
                one.put("changes_at", known.changesAt().getAsLong());
            } else {
                one.putNull("changes_at");
            }
            json.add(one.put("updated_at", known.updatedAt()).put("updated_by", known.updatedBy()));
        }
        return json;
    }

    static ArrayNode services(List<Service> services) {
        ArrayNode json = Json.MAPPER.createArrayNode();
        for (Service service : services) {
            ObjectNode one = json.addObject();
            one.put("service", service.name()).put("source", service.source());
            one.set("requests_per_second", number(service.now().rate()));
            one.set("error_rate", number(service.now().errorRate()));
            one.set("p95_seconds", number(service.now().p95()));
            ArrayNode points = one.putArray("points");
            for (Point point : service.points()) {
                points.addArray()
                        .add(point.at())
                        .add(number(point.seconds()))
                        .add(number(point.rate()))
                        .add(number(point.errorRate()))
                        .add(number(point.p95()));
            }
        }
        return json;
    }

    /** All partitions together, and each of them with the fields of the topic's schema, and {@code balanced}. */
    static ObjectNode ledger(List<Balance> balances) {
        ObjectNode json = Json.object();
        json.put("balanced", balances.stream().allMatch(Represent::balances));
        completeUpTo(
                json,
                balances.stream().mapToLong(Balance::getCompleteUpTo).min().orElse(0));
        json.put("produced", sum(balances, Balance::getProduced)).put("indexed", sum(balances, Balance::getIndexed));
        json.put("dead_lettered", sum(balances, Balance::getDeadLettered));
        Map<String, Long> filtered = new TreeMap<>();
        balances.forEach(one -> one.getFiltered().forEach((reason, count) -> filtered.merge(reason, count, Long::sum)));
        json.set("filtered", Json.MAPPER.valueToTree(filtered));
        json.put("lag", sum(balances, Balance::getLag)).put("missing", sum(balances, Balance::getMissing));
        json.put("surplus", sum(balances, Balance::getSurplus));
        json.put("written_off", sum(balances, Balance::getWrittenOff));
        ArrayNode partitions = json.putArray("partitions");
        for (Balance balance : balances) {
            ObjectNode one = AvroJson.of(balance).put("balanced", balances(balance));
            completeUpTo(one, balance.getCompleteUpTo());
            partitions.add(one);
        }
        return json;
    }

    private static boolean balances(Balance balance) {
        return balance.getImbalances().isEmpty();
    }

    private static long sum(List<Balance> balances, ToLongFunction<Balance> number) {
        return balances.stream().mapToLong(number).sum();
    }

    /** Null while it is not known. */
    private static void completeUpTo(ObjectNode json, long millis) {
        json.set("complete_up_to", millis == 0 ? json.nullNode() : json.numberNode(millis));
    }

    static ArrayNode series(Map<SeriesKey, Map<Long, Cell>> series) {
        ArrayNode json = Json.MAPPER.createArrayNode();
        Map<String, ObjectNode> sorted = new TreeMap<>();
        series.forEach((key, minutes) -> {
            if (minutes.isEmpty()) return;
            ObjectNode one = Json.object().put("kind", key.kind());
            one.set("dimensions", Json.MAPPER.valueToTree(new TreeMap<>(key.dimensions())));
            ArrayNode list = one.putArray("minutes");
            minutes.forEach((start, cell) -> list.add(minute(start, cell)));
            sorted.put(key.kind() + '\n' + new TreeMap<>(key.dimensions()), one);
        });
        sorted.values().forEach(json::add);
        return json;
    }

    private static ObjectNode minute(long start, Cell cell) {
        ObjectNode json = Json.object().put("window_start", start);
        json.put("count", cell.count()).put("errors", cell.errors()).put("client_errors", cell.clientErrors());
        json.put("values", cell.values());
        json.set("sum", number(cell.sum()));
        json.set("last", number(cell.last()));
        json.set("p50", number(cell.p50()));
        json.set("p95", number(cell.p95()));
        json.set("p99", number(cell.p99()));
        return json;
    }

    /** Six digits are enough for a screen, and JSON has no words for numbers that are none. */
    private static JsonNode number(double value) {
        return Double.isFinite(value)
                ? Json.MAPPER.getNodeFactory().numberNode(Math.round(value * 1e6) / 1e6)
                : Json.MAPPER.nullNode();
    }
}
