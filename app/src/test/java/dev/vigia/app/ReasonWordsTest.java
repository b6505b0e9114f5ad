package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.dispatch.Reason;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.sinks.notify.text.Fact;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code dispatch} says in English, the sinks say in the reader's language: they know it by its sentence. */
class ReasonWordsTest {

    private static final Texts PORTUGUESE =
            new Texts(new Reader(Language.PT_BR, ZoneOffset.UTC), new Links("http://vigia", Optional.empty()));

    @ParameterizedTest
    @EnumSource
    void of_everyReason_isInPortuguese(Reason reason) {
        Notification notification = Notification.newBuilder()
                .setId("n")
                .setAttempt(1)
                .setReceiver("r")
                .setChannel("email")
                .setReason(reason.words())
                .setAt(0)
                .setGroupLabels(Map.of())
                .setAlerts(List.of())
                .build();

        assertThat(PORTUGUESE.of(notification).facts())
                .filteredOn(fact -> fact.kind() == Fact.Kind.REASON)
                .singleElement()
                .satisfies(fact -> assertThat(fact.value()).isNotBlank().isNotEqualTo(reason.words()));
    }
}
