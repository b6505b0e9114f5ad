package dev.vigia.processors.simulate;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a rule of a pack has an alert for each of.
 *
 * @param fields paths; none where there is one alert
 */
record PackGroups(List<String> fields) {

    private static final String HOST = "resource.host.name";
    private static final String URL = "attributes.http.url";
    private static final String SERVER = "attributes.server.address";
    private static final String QUEUE = "attributes.queue";
    private static final String DISK = "attributes.system.filesystem.mountpoint";

    /** By rule. */
    static final Map<String, List<String>> FIELDS = new TreeMap<>();

    static {
        all(List.of(HOST), "fisioflow-cpu", "fisioflow-memory", "whatsapp-agent-cpu", "whatsapp-agent-memory");
        all(List.of(HOST), "careflex-memory", "chegou-hub-memory-leak");
        all(List.of(HOST, DISK), "whatsapp-agent-disk", "careflex-disk");
        all(List.of("service"), "fisioflow-response-time", "whatsapp-agent-response-time");
        all(List.of("service"), "careflex-p95", "chegou-hub-p95", "conductor-p95");
        all(List.of("service"), "careflex-error-rate", "chegou-hub-error-rate", "careflex-rate-limit");
        all(List.of("service"), "fisioflow-slow-query", "careflex-slow-query", "chegou-hub-slow-query");
        all(List.of("service"), "fisioflow-database", "careflex-database", "chegou-hub-database");
        all(List.of("service"), "whatsapp-agent-errors", "whatsapp-agent-fatal", "conductor-degraded");
        all(List.of("service", "exception.type"), "conductor-error-spike", "conductor-new-issue");
        all(List.of("service", "resource.service.version"), "conductor-new-release");
        all(List.of(QUEUE), "careflex-job-queue", "conductor-tasks-pile-up");
        all(List.of("attributes.source.address"), "chegou-hub-failed-logins");
        all(List.of("attributes.user.id"), "chegou-hub-api-usage", "chegou-hub-financial-data");
        all(List.of("http.route"), "conductor-ai-timeouts");
        all(List.of(URL), "careflex-down", "chegou-hub-down", "conductor-monitor", "fisioflow-health-check");
        all(List.of("attributes.peer.service"), "chegou-hub-external-api");
        all(List.of(SERVER), "whatsapp-agent-connection", "chegou-hub-slow-api", "chegou-hub-api-auth");
        all(List.of(), "careflex-failed-logins", "careflex-registrations", "careflex-appointments");
        all(List.of(), "careflex-benefits", "chegou-hub-failed-jobs", "chegou-hub-openai-costs");
        all(List.of(), "chegou-hub-no-sales", "chegou-hub-csrf", "chegou-hub-openai-key", "chegou-hub-selenium");
        all(List.of(), "fisioflow-database-backup", "fisioflow-files-backup");
    }

    private static void all(List<String> fields, String... rules) {
        for (String rule : rules) FIELDS.put(rule, fields);
    }

    /** What is to be other the second time: more than the rule groups by. */
    Collection<String> altered() {
        Set<String> altered = new TreeSet<>(List.of("service", HOST));
        altered.addAll(fields);
        return altered;
    }

    /** Whether these are the groups of the first time and of the second. */
    boolean fit(Set<Map<String, String>> groups) {
        Set<String> labels = fields.stream()
                .map(path -> path.replaceFirst("^(attributes|resource)\\.", ""))
                .collect(Collectors.toSet());
        return groups.size() == (labels.isEmpty() ? 1 : 2)
                && groups.stream().allMatch(group -> group.keySet().equals(labels))
                && labels.stream().allMatch(label -> values(label, groups) == groups.size());
    }

    private static int values(String label, Set<Map<String, String>> groups) {
        Set<String> values = new HashSet<>();
        groups.forEach(group -> values.add(group.getOrDefault(label, "")));
        return values.size();
    }
}
