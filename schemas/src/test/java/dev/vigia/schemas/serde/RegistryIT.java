package dev.vigia.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client and the serdes against a registry that is not ours. */
class RegistryIT {

    @TempDir
    static Path dir;

    private static RegistryProcess registry;

    @BeforeAll
    static void start() {
        registry = RegistryProcess.start(dir, 0, PlatformHome.find().registry());
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    private static RegistryClient client() {
        return new RegistryClient(
                Map.of("schema.registry.url", registry.confluentUrl().toString()));
    }

    @Test
    void install_twice_leavesOneVersionAndItsLevel() throws Exception {
        Topics topics = Topics.of("twice.", 1, 1);
        Schemas.install(client(), topics);
        int id = client().register("twice.logs-value", Log.getClassSchema());
        Schemas.install(client(), topics);

        assertThat(client().register("twice.logs-value", Log.getClassSchema())).isEqualTo(id);
        assertThat(get("/subjects/twice.logs-value/versions")).isEqualTo("[1]");
        assertThat(get("/config/twice.logs-value")).contains("FULL_TRANSITIVE");
        assertThat(get("/config/twice.signals-value")).contains("BACKWARD_TRANSITIVE");
    }

    @Test
    void install_bySeveralAtOnce_worksForEach() {
        Topics topics = Topics.of("at-once.", 1, 1);
        List<CompletableFuture<Void>> installations = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> Schemas.install(client(), topics)))
                .toList();

        assertThat(installations)
                .allSatisfy(installation -> assertThat(installation).succeedsWithin(Duration.ofMinutes(1)));
    }

    @Test
    void records_writtenByOneClient_areReadByAnother() {
        Signal signal = new Signal(new Tick(1L, List.of()));
        byte[] bytes = new AvroSerializer<Signal>(client()).serialize("records.signals", signal);

        assertThat(new AvroDeserializer<>(client(), Signal.class).deserialize("records.signals", bytes))
                .isEqualTo(signal);
    }

    @Test
    void schema_unknownId_isFinal() {
        assertThatThrownBy(() -> client().schema(987_654))
                .isExactlyInstanceOf(SerializationException.class)
                .hasMessage("unknown schema id 987654");
    }

    @Test
    void register_incompatibleWithAReleasedTopic_isRefused() {
        Schemas.install(client(), Topics.of("strict.", 1, 1));
        Schema other = SchemaBuilder.record("Alert")
                .namespace(Alert.getClassSchema().getNamespace())
                .fields()
                .requiredLong("alert_id")
                .endRecord();

        assertThatThrownBy(() -> client().register("strict.alerts-value", other))
                .isExactlyInstanceOf(SerializationException.class)
                .hasMessageContaining("strict.alerts-value")
                .hasMessageContaining("409");
    }

    @Test
    void idOf_schemaThatIsNotThere_isFinal() {
        assertThatThrownBy(() -> client().idOf("nobody-value", Log.getClassSchema()))
                .isExactlyInstanceOf(SerializationException.class)
                .hasMessageContaining("404");
    }

    @Test
    void latest_ofASubject_isTheNewest() {
        RegistryClient client = client();
        Schema first = SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
        Schema second = SchemaBuilder.record("R")
                .fields()
                .requiredLong("a")
                .optionalLong("b")
                .endRecord();
        client.register("latest-value", first);
        int id = client.register("latest-value", second);

        assertThat(client.latest("latest-value")).isEqualTo(new RegistryClient.Versioned(id, second));
    }

    private static String get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.confluentUrl() + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
