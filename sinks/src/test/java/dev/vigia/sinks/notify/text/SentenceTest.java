package dev.vigia.sinks.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules say of every kind of alert is tested where rules and sinks meet, in the module app. */
class SentenceTest {

    private static final Words PORTUGUESE = new Words(new Reader(Language.PT_BR, ZoneId.of("America/Sao_Paulo")));

    private static Alert.Builder alert(String summary) {
        return Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setParts(List.of())
                .setSummary(summary);
    }

    private static String said(Alert.Builder alert) {
        return Sentence.of(PORTUGUESE, alert.build());
    }

    @Test
    void of_sentenceOfARule_hasTheReadersWordsAndNumbers() {
        assertThat(said(alert("shop: error rate 6.1 % over 1m (bound 5 %), 4211 records")))
                .isEqualTo("shop: taxa de erros 6,1 % em 1 min (limite 5 %), 4.211 registros");
    }

    @Test
    void of_inEnglish_isTheRulesOwn() {
        String summary = "shop: error rate 6.1 % over 1m (bound 5 %), 4211 records";

        assertThat(Sentence.of(new Words(Reader.DEFAULT), alert(summary).build()))
                .isEqualTo(summary);
    }

    @Test
    void of_alertFromOutside_isItsSenders() {
        String summary = "shop: error rate 6.1 % over 1m (bound 5 %), 4211 records";

        assertThat(said(alert(summary).setRuleVersion(-1))).isEqualTo(summary);
    }

    /** What does not follow from the record is nothing that could be said in other words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop",
                "shop: ",
                "cart: error rate 6.1 %",
                "shop: error rate 6.2 % over 1m (bound 5 %), 4211 records",
                "shop: error rate 6.1 % over 2m (bound 5 %), 4211 records",
                "shop: error rate 6.1 % over 1m (bound 5 %), 4211 records, and more",
                "6.1 % of requests <failed> & more",
                "shop: no records for ever"
            })
    void of_sentenceThatItDoesNotUnderstand_staysAsItIs(String summary) {
        assertThat(said(alert(summary))).isEqualTo(summary);
    }

    @Test
    void of_timeThatIsNone_isAsItStands() {
        assertThat(said(alert("shop: error rate 6.1 % over 1m (bound 5 %), 4211 records; watched for 1s1m")))
                .endsWith("; em observação por 1s1m");
    }

    @Test
    void of_severalFieldsOfAGroup_hasThemInTheOrderOfTheRule() {
        Alert.Builder alert = alert("shop, {0} 'a': b, , eu: no records for 1m")
                .setGroup(Map.of("a", "eu", "b", "", "c", "{0} 'a': b", "d", "shop"));

        assertThat(said(alert)).isEqualTo("shop, {0} 'a': b, , eu: nenhum registro em 1 min");
    }

    @Test
    void of_valueThatWouldReadAsItsBound_hasMoreDigits() {
        assertThat(said(alert("shop: error rate 5 % over 1m (bound 5 %), 4211 records")
                        .setValue(0.05001)))
                .isEqualTo("shop: taxa de erros 5,001 % em 1 min (limite 5 %), 4.211 registros");
    }

    @Test
    void of_valueThatIsNoNumber_saysSo() {
        Alert.Builder alert = alert("shop: mean(value) NaN over 1m (bound 5), 2 records")
                .setCondition("mean(value) > 5")
                .setValue(Double.NaN)
                .setThreshold(5)
                .setSamples(2);

        assertThat(said(alert)).isEqualTo("shop: média de value NaN em 1 min (limite 5), 2 registros");
    }

    /** The filter is what it is of, and has signs of its own. */
    @Test
    void of_shareOfAFilterThatCompares_hasTheFilterAsItIs() {
        Alert.Builder alert = alert("shop: ratio(http.duration > 5 && x < 3) 6.1 % over 1m (bound 7 %), 4211 records")
                .setCondition("ratio(http.duration > 5 && x < 3) < 0.07")
                .setThreshold(0.07);

        assertThat(said(alert))
                .isEqualTo(
                        "shop: proporção de (http.duration > 5 && x < 3) 6,1 % em 1 min (limite 7 %), 4.211 registros");
    }
}
