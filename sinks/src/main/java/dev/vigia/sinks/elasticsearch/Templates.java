package dev.vigia.sinks.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The templates of everything that is written. Each has a version; one that is missing or older is put, and a newer one
 * stays, so an older Vigia does not undo a newer one's. For the task's thread only.
 */
final class Templates {

    /**
     * A template.
     *
     * @param component whether it is a component template; else it is an index template
     * @param name its name, and its file's together with its kind
     */
    private record Template(boolean component, String name) {

        ObjectNode read() {
            String file = (component ? "component-" : "index-") + name + ".json";
            try (InputStream in = Templates.class.getResourceAsStream(file)) {
                if (in == null) throw new IllegalStateException("The plugin lacks its file " + file);
                return (ObjectNode) JSON.readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The version that the server has; -1 if it has one without. */
        long version(ElasticsearchClient client) throws IOException {
            Long version = component
                    ? client.cluster()
                            .getComponentTemplate(r -> r.name(name))
                            .componentTemplates()
                            .get(0)
                            .componentTemplate()
                            .version()
                    : client.indices()
                            .getIndexTemplate(r -> r.name(name))
                            .indexTemplates()
                            .get(0)
                            .indexTemplate()
                            .version();
            return Objects.requireNonNullElse(version, -1L);
        }

        boolean put(ElasticsearchClient client, String json) throws IOException {
            Reader body = new StringReader(json);
            return component
                    ? client.cluster()
                            .putComponentTemplate(r -> r.name(name).withJson(body))
                            .acknowledged()
                    : client.indices()
                            .putIndexTemplate(r -> r.name(name).withJson(body))
                            .acknowledged();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);
    private static final JsonMapper JSON = new JsonMapper();

    /** Components first: an index template needs them to be there. */
    private static final List<Template> ALL = List.of(
            new Template(true, "vigia-common"),
            new Template(false, "vigia-logs"),
            new Template(false, "vigia-metrics"),
            new Template(false, "vigia-traces"),
            new Template(false, "vigia-alerts"),
            new Template(false, "vigia-dead-letters"),
            new Template(false, "vigia-rollups"),
            new Template(false, "vigia-alerts-current"));

    private final Elasticsearch elasticsearch;
    private final Capabilities capabilities;
    private boolean installed;

    Templates(Elasticsearch elasticsearch) {
        this.elasticsearch = elasticsearch;
        this.capabilities = new Capabilities(elasticsearch);
    }

    /** Puts what is missing or older; asks nothing once that is done. */
    void install() throws UnavailableException {
        if (installed) return;
        for (Template template : ALL) install(template);
        installed = true;
    }

    /** Something looks as if templates were missing. */
    void checkAgain() {
        installed = false;
    }

    private void install(Template template) throws UnavailableException {
        ObjectNode wanted = template.read();
        long version = wanted.path("version").asLong();
        Optional<Long> present =
                elasticsearch.call("show the template " + template.name(), Elasticsearch.NOT_FOUND, template::version);
        if (present.isPresent() && present.get() >= version) return;
        String fitting = capabilities.adapt(wanted).toString();
        elasticsearch.call("take the template " + template.name(), client -> template.put(client, fitting));
        LOG.info("Installed the template {}, version {}.", template.name(), version);
    }
}
