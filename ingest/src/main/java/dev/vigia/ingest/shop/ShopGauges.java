package dev.vigia.ingest.shop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** What the services measure every ten seconds. */
final class ShopGauges {

    private static final int LONGEST_QUEUE = 420;
    private static final double FULL = 0.97;

    private ShopGauges() {}

    static void measure(Instant time, Optional<Incident> incident, Random random, Consumer<ShopRecord> out) {
        for (ShopService service : new ShopService[] {ShopService.CATALOG, ShopService.CART, ShopService.CHECKOUT}) {
            boolean full = service == ShopService.CHECKOUT && incident.isPresent();
            double usage = full ? FULL + 0.03 * random.nextDouble() : 0.2 + 0.15 * random.nextDouble();
            emit(time, service, "shop.pool.usage", "1", usage, out);
        }
        double waiting = incident.map(it -> it.progress(time)).orElse(0.0) * LONGEST_QUEUE;
        emit(time, ShopService.CHECKOUT, "shop.queue.size", "{order}", Math.rint(waiting + random.nextInt(6)), out);
        emit(time, ShopService.SHIPPING, "shop.queue.size", "{order}", random.nextInt(9), out);
    }

    private static void emit(
            Instant time, ShopService service, String name, String unit, double value, Consumer<ShopRecord> out) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("timestamp", time.toString()).put("name", name).put("unit", unit);
        json.put("type", "gauge").put("value", value);
        service.describe(json, 0);
        out.accept(new ShopRecord(ShopRecord.Kind.METRIC, time, json));
    }
}
