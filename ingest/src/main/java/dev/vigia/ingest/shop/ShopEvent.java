package dev.vigia.ingest.shop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Random;

/** What the ends of some requests mean for the business. */
enum ShopEvent {
    ORDER_PLACED("info", "order placed"),
    CHECKOUT_FAILED("warn", "check-out failed, visitor was asked to try again"),
    PAYMENT_AUTHORIZED("info", "payment authorized"),
    PAYMENT_DECLINED("warn", "payment declined by the issuer"),
    SHIPMENT_CREATED("info", "shipment created"),
    CART_ITEM_ADDED("info", "item added to cart"),
    LOGIN_SUCCEEDED("info", "login succeeded"),
    LOGIN_FAILED("warn", "login failed: wrong password");

    private static final String CURRENCY = "EUR";

    private final String level;
    private final String message;

    ShopEvent(String level, String message) {
        this.level = level;
        this.message = message;
    }

    /** The event that a route's answer is, if it is one. */
    static Optional<ShopEvent> of(Route route, int status) {
        return switch (route) {
            case ORDERS -> when(status == 201, ORDER_PLACED);
            case CHARGES -> status == 402 ? Optional.of(PAYMENT_DECLINED) : when(status == 201, PAYMENT_AUTHORIZED);
            case SHIPMENTS -> when(status == 201, SHIPMENT_CREATED);
            case CART_ITEMS -> when(status == 201, CART_ITEM_ADDED);
            case SESSIONS -> status == 401 ? Optional.of(LOGIN_FAILED) : when(status == 201, LOGIN_SUCCEEDED);
            default -> Optional.empty();
        };
    }

    private static Optional<ShopEvent> when(boolean so, ShopEvent event) {
        return so ? Optional.of(event) : Optional.empty();
    }

    String level() {
        return level;
    }

    String message() {
        return message;
    }

    /** As it stands in {@code event_name}. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    void addDetails(ObjectNode attributes, Visitor visitor, String id, Random random) {
        switch (this) {
            case ORDER_PLACED ->
                attributes
                        .put("order.id", "o-" + id)
                        .put("order.items", 1 + random.nextInt(5))
                        .put("order.value", Math.round(1_500 + 6_000 * Math.exp(random.nextGaussian() / 2)) / 100.0)
                        .put("order.currency", CURRENCY);
            case PAYMENT_AUTHORIZED, PAYMENT_DECLINED ->
                attributes
                        .put("payment.method", random.nextInt(4) == 0 ? "sepa" : "card")
                        .put("order.id", "o-" + id);
            case LOGIN_SUCCEEDED, LOGIN_FAILED ->
                attributes
                        .put("user.name", visitor.user())
                        .put("source.address", visitor.address())
                        .put("event.outcome", this == LOGIN_FAILED ? "failure" : "success");
            default -> attributes.put("cart.id", id);
        }
    }

    /** An order counts as revenue. */
    Optional<ObjectNode> metric(ObjectNode event) {
        if (this != ORDER_PLACED) return Optional.empty();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("timestamp", event.get("timestamp"));
        json.set("service", event.get("service"));
        json.put("name", "shop.revenue").put("unit", CURRENCY).put("type", "counter");
        json.set("value", event.path("attributes").get("order.value"));
        json.putObject("attributes").put("currency", CURRENCY);
        return Optional.of(json);
    }
}
