package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateValuesTest {

    private static final Links LINKS = new Links("http://vigia.example", Optional.empty());

    @Test
    void of_severalAlerts_haveALineEachInTheReadersWords() {
        Alert on = Samples.withCourse(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE));
        Alert over = Alert.newBuilder(Samples.alert(Transition.RESOLVED, AlertState.INACTIVE))
                .setTitle("Fila cheia")
                .build();
        Reader reader = new Reader(Language.of("pt-BR").orElseThrow(), ZoneId.of("America/Sao_Paulo"));
        Map<String, Object> values = TemplateValues.of(
                Samples.notification("n", "r", "http", on, over), new Texts(reader, LINKS), "+5511999999999");

        assertThat(values.get("text"))
                .isEqualTo(
                        "[crítica] Muitos erros no pagamento: shop: errors: taxa de erros 6,1 % em 1 min (limite 5 %), 4.211 registros\n"
                                + "[resolvido] Fila cheia: shop: errors: taxa de erros 6,1 % em 1 min (limite 5 %), 4.211 registros");
        assertThat(String.valueOf(values.get("alerts")))
                .contains(
                        "trend=▁▁▁▁▁▁▁▁▁▁▁▁▂▃██ 0,4 % a 7,2 %",
                        "trend=,", "message=shop: errors: taxa de erros 6,1 % em 1 min (limite 5 %), 4.211 registros");
        assertThat(values).containsEntry("to", "+5511999999999").containsEntry("status", "firing");
        assertThat(values).as("of several").containsEntry("url", "http://vigia.example");
    }

    @Test
    void of_summary_hasALineEachRule() {
        Map<String, Object> values =
                TemplateValues.of(ChannelContract.summary(2), new Texts(Reader.DEFAULT, LINKS), "");

        assertThat(String.valueOf(values.get("text")).lines()).hasSize(2).allMatch(line -> line.contains("ação"));
    }
}
