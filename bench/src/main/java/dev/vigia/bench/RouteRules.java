package dev.vigia.bench;

import dev.vigia.schemas.avro.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Rules as an installation of many teams has them: two for all requests, the rest for one route of one service each. */
final class RouteRules {

    private RouteRules() {}

    /** @param count 2 to 1,002 */
    static List<BenchRule> of(int count) {
        List<BenchRule> rules = new ArrayList<>(BenchRule.ofAllRequests());
        for (int i = 0; rules.size() < count; i++) rules.add(ofRoute(i));
        return List.copyOf(rules);
    }

    private static BenchRule ofRoute(int i) {
        String service = Requests.service(i % Requests.SERVICES);
        String route = Requests.route(i / Requests.SERVICES);
        Predicate<Log> matches = log ->
                log.getService().equals(service) && route.equals(log.getHttp().getRoute());
        String aggregate = switch (i % 3) {
            case 0 -> BenchRule.PERCENTILE;
            case 1 -> BenchRule.ERROR_RATE;
            default -> BenchRule.COUNT;
        };
        String filter = "service == '" + service + "' && http.route == '" + route + "'";
        return BenchRule.of("route-" + i, filter, "[]", aggregate, matches);
    }
}
