package dev.vigia.ingest.shop;

/** The routes of the services, by template: a name in braces stands for any value. */
enum Route {
    HOME(ShopService.STOREFRONT, "GET /", 9, 200, 400, 0),
    PRODUCT_PAGE(ShopService.STOREFRONT, "GET /product/{id}", 11, 200, 404, 0.012),
    SEARCH_PAGE(ShopService.STOREFRONT, "GET /search", 10, 200, 400, 0.002),
    CART_PAGE(ShopService.STOREFRONT, "GET /cart", 8, 200, 401, 0.01),
    ADD_TO_CART(ShopService.STOREFRONT, "POST /cart/items", 7, 303, 409, 0.006),
    LOGIN_PAGE(ShopService.STOREFRONT, "POST /login", 6, 303, 400, 0.002),
    CHECKOUT_PAGE(ShopService.STOREFRONT, "POST /checkout", 12, 200, 400, 0.004),
    ORDER_PAGE(ShopService.STOREFRONT, "GET /orders/{id}", 9, 200, 404, 0.004),
    PRODUCTS(ShopService.CATALOG, "GET /products", 14, 200, 400, 0.001),
    PRODUCT(ShopService.CATALOG, "GET /products/{id}", 5, 200, 404, 0.004),
    SEARCH(ShopService.SEARCH, "GET /search", 38, 200, 422, 0.004),
    CART(ShopService.CART, "GET /carts/{id}", 4, 200, 404, 0.003),
    CART_ITEMS(ShopService.CART, "POST /carts/{id}/items", 6, 201, 409, 0.005),
    ORDERS(ShopService.CHECKOUT, "POST /orders", 26, 201, 422, 0.006),
    ORDER(ShopService.CHECKOUT, "GET /orders/{id}", 9, 200, 404, 0.004),
    CHARGES(ShopService.PAYMENT, "POST /charges", 110, 201, 402, 0.02),
    SHIPMENTS(ShopService.SHIPPING, "POST /shipments", 22, 201, 422, 0.003),
    SHIPMENT(ShopService.SHIPPING, "GET /shipments/{id}", 8, 200, 404, 0.003),
    SESSIONS(ShopService.AUTH, "POST /sessions", 55, 201, 401, 0.04);

    private static final double SIGMA = 0.45;

    private final ShopService service;
    private final String method;
    private final String template;
    private final double medianMillis;
    private final int success;
    private final int mishap;
    private final double mishapShare;

    Route(ShopService service, String route, double medianMillis, int success, int mishap, double mishapShare) {
        this.service = service;
        this.method = route.substring(0, route.indexOf(' '));
        this.template = route.substring(route.indexOf(' ') + 1);
        this.medianMillis = medianMillis;
        this.success = success;
        this.mishap = mishap;
        this.mishapShare = mishapShare;
    }

    ShopService service() {
        return service;
    }

    String method() {
        return method;
    }

    String template() {
        return template;
    }

    String path(String id) {
        return template.replace("{id}", id);
    }

    /**
     * Milliseconds of its own work, without the requests that it makes: log-normal.
     *
     * @param normal from the standard normal distribution
     */
    double work(double normal) {
        return medianMillis * Math.exp(SIGMA * normal);
    }

    /**
     * The status it answers when nothing is broken: now and then the client got something wrong.
     *
     * @param uniform from 0 to 1
     */
    int status(double uniform) {
        return uniform < mishapShare ? mishap : success;
    }
}
