package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.console.Samples;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Transition;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AvroJsonTest {

    @Test
    void of_alert_hasTheSchemasNamesAndWordsInLowerCase() {
        ObjectNode json = AvroJson.of(Samples.alert("a", Transition.ACTIVE, AlertState.ACTIVE)
                .setEvidence(Samples.evidence("logs", 1, 5))
                .build());

        assertThat(json.path("alert_id").asText()).isEqualTo("a");
        assertThat(json.path("state").asText()).isEqualTo("active");
        assertThat(json.path("group").path("service").asText()).isEqualTo("checkout");
        assertThat(json.path("evidence")
                        .path("exemplars")
                        .path(0)
                        .path("offset")
                        .asLong())
                .isEqualTo(5);
        assertThat(json.has("runbook_url")).isFalse();
    }

    @Test
    void of_unionsBytesAndNumbersThatAreNone_areLeftOutOrNull() {
        ObjectNode json = AvroJson.of(Samples.log("web", 9, "x")
                .setAttributes(Map.of("n", 3L, "d", 0.5, "t", true, "s", "ç", "bad", Double.NaN))
                .build());
        ObjectNode rollup = AvroJson.of(Samples.requests("web", 0, 1, 1)
                .setSketch(ByteBuffer.wrap(new byte[] {1}))
                .build());

        assertThat(json.path("attributes").path("n").isIntegralNumber()).isTrue();
        assertThat(json.path("attributes").path("bad").isNull()).isTrue();
        assertThat(rollup.has("sketch")).isFalse();
    }
}
