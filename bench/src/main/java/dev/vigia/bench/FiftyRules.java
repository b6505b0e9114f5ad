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

    /**
     * A rule, and the same filter in Java, to count by.
     *
     * @param yaml the rule in a rule file's list
     */
    record Expected(String id, String yaml, Predicate<Log> matches) {}

    private static final int SINGLE_SERVICES = 43;

    private FiftyRules() {}

    static List<Expected> all() {
        List<Expected> rules = new ArrayList<>();
        rules.add(rule("all-errors", "http.status > 0", "[service]", ERROR_RATE, log -> true));
        rules.add(rule("all-durations", "http.status > 0", "[service]", PERCENTILE, log -> true));
        for (int i = 0; i < SINGLE_SERVICES; i++) rules.add(ofService(i));
        rules.add(regex("regex-message", "", "message", "timed? out|refused|reset by peer"));
        rules.add(regex("regex-path", "", "http.path", "^/r0[0-4]/99[0-9]+$"));
        for (int i = SINGLE_SERVICES; i < SINGLE_SERVICES + 3; i++) {
            rules.add(regex("regex-" + i, Requests.service(i), "http.path", "/r[0-9]*[05]/[0-9]+"));
        }
        return List.copyOf(rules);
    }

    /** A rule file with all of them, and more. */
    static String file(String more) {
        StringBuilder file = new StringBuilder("rules:\n").append(more);
        all().forEach(rule -> file.append(rule.yaml()));
        return file.toString();
    }

    private static final String COUNT = "aggregate: count, above: 1000000000";
    private static final String ERROR_RATE = "aggregate: error_rate, errors: http.status >= 500, above: 0.99";
    private static final String PERCENTILE = "aggregate: percentile, percentile: 95, field: http.duration, above: 900";
    private static final String MEAN = "aggregate: mean, field: http.response_bytes, above: 1000000000";

    private static Expected ofService(int i) {
        String service = Requests.service(i);
        String filter = "service == '" + service + "'";
        Predicate<Log> ofService = log -> log.getService().equals(service);
        return switch (i % 3) {
            case 0 -> rule("one-" + i, filter, "[http.route]", PERCENTILE, ofService);
            case 1 ->
                rule(
                        "one-" + i,
                        filter + " && http.status >= 500",
                        "[http.route, attributes.tenant]",
                        COUNT,
                        ofService.and(log -> log.getHttp().getStatus() >= 500));
            default -> rule("one-" + i, filter, "[]", MEAN, ofService);
        };
    }

    private static Expected regex(String id, String service, String field, String regex) {
        String match = field + ".matches('" + regex + "')";
        String filter = service.isEmpty() ? match : "service == '" + service + "' && " + match;
        Pattern pattern = Pattern.compile(regex);
        Predicate<Log> matches = log -> (service.isEmpty() || log.getService().equals(service))
                && pattern.matcher(
                                field.equals("message")
                                        ? log.getMessage()
                                        : log.getHttp().getPath())
                        .find();
        return rule(id, filter, "[service]", COUNT, matches);
    }

    private static Expected rule(String id, String filter, String groupBy, String aggregate, Predicate<Log> matches) {
        String yaml = "  - {id: %s, filter: \"%s\", group_by: %s, %s, max_age: 1d, severity: low}%n"
                .formatted(id, filter, groupBy, aggregate);
        return new Expected(id, yaml, matches);
    }
}
