package dev.vigia.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.runtime.ConfigFile;
import dev.vigia.runtime.UserException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySettingsTest {

    @Test
    void section_empty_hasDefaults() {
        GatewaySettings settings = read("  host: 127.0.0.1");
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(4318);
        assertThat(settings.maxRequestBytes()).isEqualTo(20_971_520);
        assertThat(settings.maxRecordBytes()).isEqualTo(1_048_576);
        assertThat(settings.inFlightBytes()).isEqualTo(67_108_864);
        assertThat(settings.browserOrigins()).containsExactly("*");
        assertThat(read("  port: 0").port()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "port: 70000, ingest.port",
        "max_request_bytes: -1, ingest.max_request_bytes",
        "max_record_bytes: 20000000, ingest.max_record_bytes",
        "in_flight_bytes: 5, ingest.in_flight_bytes",
        "delivery_timeout: 1ms, ingest.delivery_timeout",
        "prot: 1, prot"
    })
    void section_wrongValue_namesTheKey(String line, String key) {
        assertThatThrownBy(() -> read("  " + line))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(key);
    }

    private static GatewaySettings read(String lines) {
        return ConfigFile.parse("vigia.yaml", "ingest:\n" + lines, Map.of()).section("ingest", GatewaySettings.class);
    }
}
