package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The default configuration against a registry that wants a name and a password. */
class RegistryAccessTest {

    private HttpServer registry;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
                    byte[] answer = "{\"id\":7}".getBytes(StandardCharsets.UTF_8);
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, answer.length);
                    try (exchange) {
                        exchange.getResponseBody().write(answer);
                    }
                })
                .setAuthenticator(new BasicAuthenticator("registry") {
                    @Override
                    public boolean checkCredentials(String name, String password) {
                        return name.equals("vigia") && password.equals("s3cret:with colon");
                    }
                });
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    @Test
    void client_withUserFromTheEnvironment_isLetIn() {
        Settings settings = settings(Map.of(
                "VIGIA_SCHEMA_REGISTRY_CREDENTIALS", "USER_INFO",
                "VIGIA_SCHEMA_REGISTRY_USER_INFO", "vigia:s3cret:with colon"));

        assertThat(register(settings.kafka().schemaRegistry())).isEqualTo(7);
    }

    @Test
    void connectors_haveTheRegistrysPropertiesAsWell() {
        Settings settings = settings(Map.of(
                "VIGIA_SCHEMA_REGISTRY_CREDENTIALS", "USER_INFO",
                "VIGIA_SCHEMA_REGISTRY_USER_INFO", "vigia:s3cret:with colon"));

        assertThat(Connectors.all(settings).values())
                .hasSize(2)
                .allSatisfy(connector -> assertThat(register(connector)).isEqualTo(7));
    }

    @Test
    void client_withoutUser_isToldWhatToCheck() {
        Map<String, String> config = settings(Map.of()).kafka().schemaRegistry();

        assertThat(config).doesNotContainKeys("basic.auth.user.info", "bearer.auth.token");
        assertThatThrownBy(() -> register(config))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("401")
                .hasMessageEndingWith("check basic.auth.user.info");
    }

    private static int register(Map<String, String> config) {
        try (RegistryClient client = new RegistryClient(config)) {
            return client.register("logs-value", Log.getClassSchema());
        }
    }

    private Settings settings(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(
                "VIGIA_SCHEMA_REGISTRY_URL",
                "http://127.0.0.1:" + registry.getAddress().getPort());
        return Settings.load(Installation.original("vigia.yaml").getParent(), all);
    }
}
