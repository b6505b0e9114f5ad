package dev.vigia.ingest.shop;

import static dev.vigia.ingest.shop.Call.to;

import java.util.List;

/**
 * What a visitor does.
 *
 * @param weight how often, in percent of all journeys
 * @param first the request that the visitor's browser makes
 */
record Journey(int weight, Call first) {

    private static final List<Journey> ALL = List.of(
            new Journey(16, to(Route.HOME, to(Route.PRODUCTS))),
            new Journey(30, to(Route.PRODUCT_PAGE, to(Route.PRODUCT))),
            new Journey(16, to(Route.SEARCH_PAGE, to(Route.SEARCH))),
            new Journey(8, to(Route.ADD_TO_CART, to(Route.CART_ITEMS, to(Route.PRODUCT)))),
            new Journey(6, to(Route.CART_PAGE, to(Route.CART))),
            new Journey(5, to(Route.LOGIN_PAGE, to(Route.SESSIONS))),
            new Journey(
                    14,
                    to(Route.CHECKOUT_PAGE, to(Route.ORDERS, to(Route.CART), to(Route.CHARGES), to(Route.SHIPMENTS)))),
            new Journey(5, to(Route.ORDER_PAGE, to(Route.ORDER), to(Route.SHIPMENT))));

    /** Sum of all weights. */
    static final int WEIGHTS = ALL.stream().mapToInt(Journey::weight).sum();

    /** @param number from 0 and below {@link #WEIGHTS}, each as likely as the others */
    static Journey of(int number) {
        int rest = number;
        for (Journey journey : ALL) {
            rest -= journey.weight;
            if (rest < 0) return journey;
        }
        throw new IllegalArgumentException("not below " + WEIGHTS + ": " + number);
    }

    /** Requests of a journey on average, over all services. */
    static double meanRequests() {
        double requests = 0;
        for (Journey journey : ALL) requests += (double) journey.weight * journey.first.size() / WEIGHTS;
        return requests;
    }
}
