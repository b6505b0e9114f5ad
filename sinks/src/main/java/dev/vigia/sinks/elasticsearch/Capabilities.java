package dev.vigia.sinks.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server can do. Some field types come with modules that a server need not have; it is asked by having it simulate a
 * template, and a poorer type takes the place of one it does not know. For the task's thread only.
 */
final class Capabilities {

    /** Field types that need not be there, and what comes closest. */
    private static final Map<String, String> STAND_INS = Map.of(
            "match_only_text", "text",
            "wildcard", "keyword",
            "constant_keyword", "keyword",
            "scaled_float", "double");

    /** Parameters that only the richer type has. */
    private static final Map<String, List<String>> OWN_PARAMETERS =
            Map.of("constant_keyword", List.of("value"), "scaled_float", List.of("scaling_factor"));

    private static final String FAILURE_STORE = "data_stream_options";

    private final Elasticsearch elasticsearch;
    private final Map<String, Boolean> known = new HashMap<>();

    Capabilities(Elasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
    }

    /** The template as the server can take it. Changes {@code template}, and returns it. */
    JsonNode adapt(ObjectNode template) throws UnavailableException {
        ObjectNode body = template.withObjectProperty("template");
        if (body.has(FAILURE_STORE) && !can(FAILURE_STORE, dataStream(body.get(FAILURE_STORE)))) {
            body.remove(FAILURE_STORE);
        }
        adaptFields(body.path("mappings").path("properties"));
        return template;
    }

    private void adaptFields(JsonNode properties) throws UnavailableException {
        for (JsonNode node : properties) {
            ObjectNode field = (ObjectNode) node;
            String type = field.path("type").asText();
            if (STAND_INS.containsKey(type) && !can(type, mapping(type))) {
                field.put("type", STAND_INS.get(type));
                field.remove(OWN_PARAMETERS.getOrDefault(type, List.of()));
            }
            adaptFields(field.path("properties"));
        }
    }

    private boolean can(String what, ObjectNode probe) throws UnavailableException {
        Boolean before = known.get(what);
        if (before != null) return before;
        boolean can = elasticsearch
                .call(
                        "simulate a template",
                        Elasticsearch.BAD_REQUEST,
                        client ->
                                client.indices().simulateTemplate(r -> r.withJson(new StringReader(probe.toString()))))
                .isPresent();
        known.put(what, can);
        return can;
    }

    private static ObjectNode mapping(String type) {
        ObjectNode probe = probe();
        ObjectNode field = probe.withObjectProperty("template")
                .withObjectProperty("mappings")
                .withObjectProperty("properties")
                .putObject("probe");
        field.put("type", type);
        if (type.equals("scaled_float")) field.put("scaling_factor", 1000);
        return probe;
    }

    private static ObjectNode dataStream(JsonNode options) {
        ObjectNode probe = probe();
        probe.putObject("data_stream");
        probe.putObject("template").set(FAILURE_STORE, options);
        return probe;
    }

    private static ObjectNode probe() {
        ObjectNode probe = JsonNodeFactory.instance.objectNode().put("priority", 999);
        probe.putArray("index_patterns").add("vigia-probe-*");
        return probe;
    }
}
