package dev.vigia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AvroJsonTest {

    @Test
    void of_record_hasTheSchemasNamesAndWordsInLowerCase() {
        SummaryLine line = SummaryLine.newBuilder()
                .setRuleId("r")
                .setTitle("ação 🔥")
                .setSeverity(Severity.CRITICAL)
                .setActive(3)
                .setResolved(0)
                .setGroups(List.of("a=b"))
                .build();
        ObjectNode json = AvroJson.of(Notification.newBuilder()
                .setId("n")
                .setAttempt(1)
                .setReceiver("ops")
                .setChannel("slack")
                .setReason("storm")
                .setAt(5)
                .setGroupLabels(Map.of("service", "checkout"))
                .setAlerts(List.of())
                .setKind(NotificationKind.SUMMARY)
                .setSummary(List.of(line))
                .build());

        assertThat(json.path("group_labels").path("service").asText()).isEqualTo("checkout");
        assertThat(json.path("kind").asText()).isEqualTo("summary");
        assertThat(json.at("/summary/0/severity").asText()).isEqualTo("critical");
        assertThat(json.at("/summary/0/title").asText()).isEqualTo("ação 🔥");
        assertThat(json.path("at").isIntegralNumber()).isTrue();
        assertThat(json.has("fallback_for")).isFalse();
    }

    @Test
    void of_unionsAndNumbersThatAreNone_areThemselvesOrNull() {
        ObjectNode json = AvroJson.of(Log.newBuilder()
                .setTimestamp(1)
                .setMessage("x")
                .setAttributes(Map.of("n", 3L, "d", 0.5, "t", true, "s", "ç", "bad", Double.NaN))
                .build());

        assertThat(json.path("attributes").path("n").isIntegralNumber()).isTrue();
        assertThat(json.path("attributes").path("bad").isNull()).isTrue();
        assertThat(json.path("attributes").path("s").asText()).isEqualTo("ç");
    }
}
