package dev.vigia.bench;

import dev.vigia.schemas.avro.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Fifty rules for {@link Requests}, of which a record meets two or three: two for all services, one for each of 43 services,
 * and five with a regular expression, two of them to be tried on every record. None fires.
 */
final class FiftyRules {

    private static final int SINGLE_SERVICES = 43;

    private FiftyRules() {}

    static List<BenchRule> all() {
        List<BenchRule> rules = new ArrayList<>(BenchRule.ofAllRequests());
        for (int i = 0; i < SINGLE_SERVICES; i++) rules.add(ofService(i));
        rules.add(regex("regex-message", "", "message", "timed? out|refused|reset by peer"));
        rules.add(regex("regex-path", "", "http.path", "^/r0[0-4]/99[0-9]+$"));
        for (int i = SINGLE_SERVICES; i < SINGLE_SERVICES + 3; i++) {
            rules.add(regex("regex-" + i, Requests.service(i), "http.path", "/r[0-9]*[05]/[0-9]+"));
        }
        return List.copyOf(rules);
    }

    private static BenchRule ofService(int i) {
        String service = Requests.service(i);
        String filter = "service == '" + service + "'";
        Predicate<Log> ofService = log -> log.getService().equals(service);
        return switch (i % 3) {
            case 0 -> BenchRule.of("one-" + i, filter, "[http.route]", BenchRule.PERCENTILE, ofService);
            case 1 ->
                BenchRule.of(
                        "one-" + i,
                        filter + " && http.status >= 500",
                        "[http.route, attributes.tenant]",
                        BenchRule.COUNT,
                        ofService.and(log -> log.getHttp().getStatus() >= 500));
            default -> BenchRule.of("one-" + i, filter, "[]", BenchRule.MEAN, ofService);
        };
    }

    private static BenchRule regex(String id, String service, String field, String regex) {
        String match = field + ".matches('" + regex + "')";
        String filter = service.isEmpty() ? match : "service == '" + service + "' && " + match;
        Pattern pattern = Pattern.compile(regex);
        Predicate<Log> matches = log -> (service.isEmpty() || log.getService().equals(service))
                && pattern.matcher(
                                field.equals("message")
                                        ? log.getMessage()
                                        : log.getHttp().getPath())
                        .find();
        return BenchRule.of(id, filter, "[service]", BenchRule.COUNT, matches);
    }
}
