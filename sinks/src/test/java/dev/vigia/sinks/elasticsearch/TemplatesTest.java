package dev.vigia.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplatesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> put = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private Set<String> lacks = Set.of();
    private String present = "";
    private int putStatus = 200;

    private final Elasticsearch server = ScriptedServer.of((method, path, body) -> {
        calls.add(method + " " + path);
        if (path.endsWith("_simulate")) {
            return lacks.stream().anyMatch(body::contains)
                    ? ScriptedServer.refusal(400, "unknown")
                    : new ScriptedServer.Reply(
                            200, "{\"template\": {\"aliases\": {}, \"mappings\": {}, \"settings\": {}}}");
        }
        if (method.equals("PUT")) {
            put.put(path, JSON.readTree(body));
            return putStatus == 200
                    ? new ScriptedServer.Reply(200, "{\"acknowledged\": true}")
                    : ScriptedServer.refusal(putStatus, "no");
        }
        return present.isEmpty() ? ScriptedServer.refusal(404, "missing") : new ScriptedServer.Reply(200, present);
    });

    private final Templates templates = new Templates(server);

    @Test
    void install_emptyServer_putsAllComponentsFirstAndOnce() throws Exception {
        templates.install();
        templates.install();

        assertThat(put).hasSize(8);
        assertThat(calls.stream().filter(call -> call.startsWith("PUT")).findFirst())
                .hasValue("PUT /_component_template/vigia-common");
        JsonNode logs = put.get("/_index_template/vigia-logs");
        assertThat(logs.at("/version").asInt()).isPositive();
        assertThat(logs.at("/_meta/managed_by").asText()).isEqualTo("vigia");
        assertThat(logs.at("/priority").asInt()).isGreaterThan(200);
        assertThat(logs.at("/template/lifecycle/data_retention").asText()).isEqualTo("30d");
        assertThat(logs.at("/template/data_stream_options/failure_store/enabled")
                        .asBoolean(true))
                .isFalse();
        assertThat(type(logs, "url.path")).isEqualTo("wildcard");
        assertThat(retention("vigia-metrics")).isEqualTo("90d");
        assertThat(retention("vigia-alerts")).isEqualTo("365d");
        JsonNode common = put.get("/_component_template/vigia-common");
        assertThat(common.at("/template/mappings/dynamic").asBoolean(true)).isFalse();
        assertThat(type(common, "message")).isEqualTo("match_only_text");
    }

    @Test
    void install_throughTheTypedClient_losesNothingOfTheFiles() throws Exception {
        templates.install();

        for (String path : put.keySet()) {
            String file = path.replace("/_component_template/", "component-").replace("/_index_template/", "index-");
            JsonNode wanted = JSON.readTree(Templates.class.getResourceAsStream(file + ".json"));
            assertThat(leaves(put.get(path))).containsAll(leaves(wanted));
        }
    }

    @Test
    void install_poorServer_getsTypesThatItKnows() throws Exception {
        lacks = Set.of("match_only_text", "wildcard", "constant_keyword", "data_stream_options");
        templates.install();

        JsonNode logs = put.get("/_index_template/vigia-logs");
        assertThat(type(logs, "url.path")).isEqualTo("keyword");
        assertThat(type(logs, "data_stream.type")).isEqualTo("keyword");
        assertThat(logs.toString()).doesNotContain("\"value\"", "data_stream_options");
        assertThat(type(put.get("/_component_template/vigia-common"), "message"))
                .isEqualTo("text");
        assertThat(calls.stream().filter(call -> call.endsWith("_simulate"))).hasSize(4);
    }

    @Test
    void install_newerOnesAreThere_leavesThem() throws Exception {
        present = """
                {"index_templates": [{"name": "n", "index_template":
                   {"index_patterns": ["n"], "composed_of": [], "version": 99}}],
                 "component_templates": [{"name": "n", "component_template": {"template": {}, "version": 99}}]}""";
        templates.install();

        assertThat(put).isEmpty();
    }

    @Test
    void install_olderOnesAreThere_replacesThem() throws Exception {
        present = """
                {"index_templates": [{"name": "n", "index_template":
                   {"index_patterns": ["n"], "composed_of": [], "version": 0}}],
                 "component_templates": [{"name": "n", "component_template": {"template": {}, "version": 0}}]}""";
        templates.install();

        assertThat(put).hasSize(8);
    }

    @Test
    void install_serverRefuses_namesTheTemplateAndTriesAgain() {
        putStatus = 403;
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(templates::install)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContainingAll("vigia-common", "403", "no");
        }
    }

    /** {@code /path=value} of everything that has no fields of its own. */
    private static Set<String> leaves(JsonNode node) {
        Set<String> leaves = new HashSet<>();
        gather("", node, leaves);
        return leaves;
    }

    private static void gather(String path, JsonNode node, Set<String> leaves) {
        if (node.isValueNode() || node.isEmpty()) {
            leaves.add(path + "=" + (node.isValueNode() ? node.asText() : node));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) gather(path + "/" + i, node.get(i), leaves);
        } else {
            node.fieldNames().forEachRemaining(name -> gather(path + "/" + name, node.get(name), leaves));
        }
    }

    private String retention(String template) {
        return put.get("/_index_template/" + template)
                .at("/template/lifecycle/data_retention")
                .asText();
    }

    private static String type(JsonNode template, String field) {
        return template.at("/template/mappings/properties/" + field.replace(".", "/properties/") + "/type")
                .asText();
    }
}
