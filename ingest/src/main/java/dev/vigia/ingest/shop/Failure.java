package dev.vigia.ingest.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something thrown, as the three languages of the shop print it. */
record Failure(String type, String message, String stackTrace) {

    static final Failure GATEWAY_TIMEOUT = new Failure(
            "shop.checkout.payment.PaymentGatewayTimeoutException",
            "no answer from payment gateway psp-eu-1 within 2000 ms",
            """
            shop.checkout.payment.PaymentGatewayTimeoutException: no answer from payment gateway psp-eu-1 within 2000 ms
            \tat shop.checkout.payment.PaymentClient.charge(PaymentClient.java:118)
            \tat shop.checkout.order.OrderService.pay(OrderService.java:87)
            \tat shop.checkout.order.OrderService.place(OrderService.java:52)
            \tat shop.checkout.api.OrderResource.create(OrderResource.java:41)
            \tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)
            \tat java.base/java.lang.reflect.Method.invoke(Method.java:580)
            \tat org.glassfish.jersey.server.ServerRuntime$1.run(ServerRuntime.java:266)
            \tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)
            \tat java.base/java.lang.Thread.run(Thread.java:1583)
            Caused by: java.net.http.HttpTimeoutException: request timed out
            \tat java.net.http/jdk.internal.net.http.HttpClientImpl.send(HttpClientImpl.java:586)
            \tat java.net.http/jdk.internal.net.http.HttpClientFacade.send(HttpClientFacade.java:123)
            \tat shop.checkout.payment.PaymentClient.charge(PaymentClient.java:104)
            \t... 8 more""");

    static final Failure POOL_EXHAUSTED = new Failure(
            "java.sql.SQLTransientConnectionException",
            "orders-pool - Connection is not available, request timed out after 1500ms",
            """
            java.sql.SQLTransientConnectionException: orders-pool - Connection is not available, request timed out after 1500ms
            \tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:686)
            \tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179)
            \tat com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:128)
            \tat shop.checkout.order.OrderRepository.find(OrderRepository.java:33)
            \tat shop.checkout.api.OrderResource.read(OrderResource.java:64)
            \tat org.glassfish.jersey.server.ServerRuntime$1.run(ServerRuntime.java:266)
            \tat java.base/java.lang.Thread.run(Thread.java:1583)""");

    private static final Failure JAVA =
            new Failure("java.util.ConcurrentModificationException", "version 7 of the row is stale", """
            java.util.ConcurrentModificationException: version 7 of the row is stale
            \tat shop.common.store.VersionedTable.update(VersionedTable.java:71)
            \tat shop.common.store.Store.save(Store.java:44)
            \tat shop.common.api.Resource.write(Resource.java:39)
            \tat org.glassfish.jersey.server.ServerRuntime$1.run(ServerRuntime.java:266)
            \tat java.base/java.lang.Thread.run(Thread.java:1583)""");

    private static final Failure PYTHON = new Failure(
            "redis.exceptions.ConnectionError",
            "Error 104 while reading from redis-cache:6379. Connection reset by peer.",
            """
            Traceback (most recent call last):
              File "/app/shop/api/handlers.py", line 58, in handle
                result = await service.run(request)
              File "/app/shop/service.py", line 91, in run
                cached = self.cache.get(key)
              File "/usr/lib/python3.11/site-packages/redis/client.py", line 1829, in get
                return self.execute_command("GET", name)
              File "/usr/lib/python3.11/site-packages/redis/connection.py", line 882, in read_response
                raise ConnectionError(str(e)) from e
            redis.exceptions.ConnectionError: Error 104 while reading from redis-cache:6379. Connection reset by peer.""");

    private static final Failure JAVASCRIPT =
            new Failure("TypeError", "Cannot read properties of undefined (reading 'price')", """
            TypeError: Cannot read properties of undefined (reading 'price')
                at formatLine (/app/dist/render/lines.js:42:31)
                at Array.map (<anonymous>)
                at renderPage (/app/dist/render/page.js:118:24)
                at async handle (/app/dist/server.js:77:20)
                at async Layer.run (/app/node_modules/router/lib/layer.js:95:5)""");

    /** What fails now and then in a service. */
    static Failure usual(ShopService service) {
        return switch (service.language()) {
            case JAVA -> JAVA;
            case PYTHON -> PYTHON;
            case JAVASCRIPT -> JAVASCRIPT;
        };
    }

    void addTo(ObjectNode json) {
        json.putObject("exception").put("type", type).put("message", message).put("stack_trace", stackTrace);
    }
}
