package dev.vigia.sinks.elasticsearch.documents;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * OpenTelemetry's attribute names to the Elastic Common Schema's where the schema has a field; everything else stays under
 * its own name in {@code attributes} or {@code resource}, both mapped as {@code flattened}.
 */
final class EcsAttributes {

    private static final Map<String, String> RESOURCE = Map.ofEntries(
            entry("service.version", "service.version"),
            entry("service.instance.id", "service.node.name"),
            entry("deployment.environment.name", "service.environment"),
            entry("deployment.environment", "service.environment"),
            entry("host.name", "host.name"),
            entry("host.ip", "host.ip"),
            entry("container.id", "container.id"),
            entry("container.name", "container.name"),
            entry("process.pid", "process.pid"),
            entry("telemetry.sdk.language", "agent.type"),
            entry("telemetry.sdk.version", "agent.version"));

    private static final Map<String, String> RECORD = Map.ofEntries(
            entry("user.id", "user.id"),
            entry("user.name", "user.name"),
            entry("user.email", "user.email"),
            entry("user.hash", "user.hash"),
            entry("client.address", "client.address"),
            entry("source.address", "source.address"),
            entry("url.full", "url.full"),
            entry("server.address", "url.domain"),
            entry("event.outcome", "event.outcome"),
            entry("event.reason", "event.reason"),
            entry("log.logger", "log.logger"),
            entry("thread.name", "process.thread.name"),
            entry("process.pid", "process.pid"),
            entry("process.name", "process.name"),
            entry("code.function.name", "log.origin.function"),
            entry("code.file.path", "log.origin.file.name"),
            entry("code.line.number", "log.origin.file.line"),
            entry("log.file.path", "log.file.path"),
            entry("tenant.id", "organization.id"));

    /** Fields whose value must be a whole number. */
    private static final Set<String> NUMBERS = Set.of("process.pid", "log.origin.file.line");

    private EcsAttributes() {}

    static void resource(Fields fields, Map<String, String> resource) {
        put(fields, RESOURCE, "resource", resource);
    }

    static void record(Fields fields, Map<String, Object> attributes) {
        put(fields, RECORD, "attributes", attributes);
    }

    private static void put(Fields fields, Map<String, String> names, String rest, Map<String, ?> values) {
        Map<String, Object> others = new LinkedHashMap<>();
        for (Map.Entry<String, ?> value : values.entrySet()) {
            String field = names.get(value.getKey());
            if (field != null && fits(field, value.getValue())) {
                put(fields, field, value.getValue());
            } else {
                others.put(value.getKey(), value.getValue());
            }
        }
        fields.flat(rest, others);
    }

    private static void put(Fields fields, String field, Object value) {
        if (field.equals("client.address")) {
            client(fields, value.toString());
        } else if (field.equals("source.address")) {
            fields.text(field, value.toString()).text("source.ip", IpAddress.of(value.toString()));
        } else if (NUMBERS.contains(field)) {
            fields.number(field, Long.valueOf(value.toString()));
        } else {
            fields.text(field, value.toString());
        }
    }

    /** The client's address as it was given, and as an address if it is one. */
    static void client(Fields fields, String address) {
        fields.text("client.address", address).text("client.ip", IpAddress.of(address));
    }

    private static boolean fits(String field, Object value) {
        if (NUMBERS.contains(field)) return value.toString().matches("-?\\d{1,18}");
        return !field.equals("host.ip") || !IpAddress.of(value.toString()).isEmpty();
    }
}
