package dev.vigia.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {

    private final AtomicLong nanos = new AtomicLong();
    private FakeRegistry registry;
    private RegistryClient client;

    @BeforeEach
    void open() throws IOException {
        registry = new FakeRegistry();
        client = new RegistryClient(registry.config(), nanos::get);
    }

    @AfterEach
    void close() {
        client.close();
        registry.close();
    }

    @Test
    void register_twice_asksOnce() {
        assertThat(client.register("logs-value", Log.getClassSchema())).isEqualTo(100);
        assertThat(client.register("logs-value", Log.getClassSchema())).isEqualTo(100);
        assertThat(registry.calls).containsExactly("POST /subjects/logs-value/versions");
    }

    @Test
    void register_ofGeneratedClass_keepsJavaOutOfTheSchema() {
        int id = client.register("logs-value", Log.getClassSchema());

        assertThat(client.schema(id).toString()).doesNotContain("java").contains("severity_number");
    }

    @Test
    void schema_onceKnown_worksWhileTheRegistryIsDown() {
        int id = client.register("logs-value", Log.getClassSchema());
        client.schema(id);
        registry.close();

        assertThat(client.schema(id).getFullName()).isEqualTo("dev.vigia.schemas.avro.Log");
        assertThat(client.register("logs-value", Log.getClassSchema())).isEqualTo(id);
        assertThatThrownBy(() -> client.schema(77))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(registry.url());
    }

    @Test
    void schema_whileTheRegistryFails_isAskedForOnceABackOff() {
        registry.failWith = 503;
        for (int i = 0; i < 10; i++) {
            int id = i;
            assertThatThrownBy(() -> client.schema(id)).isInstanceOf(RegistryUnavailableException.class);
        }
        assertThat(registry.calls).hasSize(1);

        registry.failWith = 0;
        nanos.addAndGet(RegistryClient.BACK_OFF.toNanos());

        assertThat(client.register("logs-value", Log.getClassSchema())).isEqualTo(100);
    }

    @Test
    void schema_ofUnknownId_isRefusedForAWhileAndThenAskedForAgain() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.schema(100))
                    .isExactlyInstanceOf(SerializationException.class)
                    .hasMessage("unknown schema id 100");
        }
        assertThat(registry.calls).hasSize(1);

        client.register("logs-value", Log.getClassSchema());
        nanos.addAndGet(RegistryClient.REFUSAL_KEPT.toNanos());

        assertThat(client.schema(100).getName()).isEqualTo("Log");
    }

    @Test
    void register_ofIncompatibleSchema_isFinal() {
        registry.failWith = 409;

        assertThatThrownBy(() -> client.register("logs-value", Log.getClassSchema()))
                .isExactlyInstanceOf(SerializationException.class)
                .hasMessageContaining("409")
                .hasMessageContaining("logs-value");
    }

    @Test
    void register_withWrongPassword_saysWhichSettingToCheck() {
        registry.failWith = 401;

        assertThatThrownBy(() -> client.register("logs-value", Log.getClassSchema()))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("basic.auth.user.info");
    }

    @Test
    void call_whenTheFirstUrlIsDown_goesToTheNextAndStaysThere() throws IOException {
        FakeRegistry dead = new FakeRegistry();
        dead.close();
        var both = new RegistryClient(Map.of("schema.registry.url", dead.url() + "," + registry.url() + "/"));

        assertThat(both.register("logs-value", Log.getClassSchema())).isEqualTo(100);
        assertThat(both.register("metrics-value", Metric.getClassSchema())).isEqualTo(101);
    }

    @Test
    void call_withUser_sendsItFromEitherPlace() {
        String basic = "Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes());
        var byKey = new RegistryClient(Map.of(
                "schema.registry.url",
                registry.url(),
                "basic.auth.credentials.source",
                "USER_INFO",
                "basic.auth.user.info",
                "ann:secret"));
        var byUrl =
                new RegistryClient(Map.of("schema.registry.url", registry.url().replace("//", "//ann:secret@")));
        byKey.register("logs-value", Log.getClassSchema());
        byUrl.register("logs-value", Log.getClassSchema());

        assertThat(registry.authorizations).containsExactly(basic, basic);
    }

    @Test
    void configure_withNonsense_namesTheKey() {
        assertThatThrownBy(() -> new RegistryClient(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> new RegistryClient(Map.of("schema.registry.url", "localhost:8081")))
                .hasMessageContaining("localhost:8081");
        assertThatThrownBy(() -> new RegistryClient(
                        Map.of("schema.registry.url", "http://a", "basic.auth.credentials.source", "USER_INFO")))
                .hasMessageContaining("basic.auth.user.info");
    }

    @Test
    void install_twice_registersEachSubjectWithItsLevel() {
        Topics topics = Topics.of("x.", 1, 1);
        Schemas.install(client, topics);
        Schemas.install(client, topics);

        assertThat(registry.levels)
                .containsEntry("x.logs-value", "FULL_TRANSITIVE")
                .containsEntry("x.signals-value", "BACKWARD_TRANSITIVE")
                .doesNotContainKey("x.logs.raw-value")
                .hasSize(16);
    }
}
