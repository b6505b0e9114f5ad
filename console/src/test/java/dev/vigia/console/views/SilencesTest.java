package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.Samples;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.silences.Matchers;
import dev.vigia.schemas.silences.SilenceState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilencesTest {

    private static final long DAY = 86_400_000L;

    private long now = 10 * DAY;
    private final Silences silences = new Silences(() -> Instant.ofEpochMilli(now));

    @Test
    void state_followsTheClock() {
        accept("s", now + 10, now + 20, "service=checkout");
        assertThat(state("s")).isEqualTo(SilenceState.PENDING);
        assertThat(silences.muting(alert())).isEmpty();
        now += 10;
        assertThat(state("s")).isEqualTo(SilenceState.ACTIVE);
        assertThat(silences.muting(alert())).containsExactly("s");
        now += 10;
        assertThat(state("s")).isEqualTo(SilenceState.EXPIRED);
        assertThat(silences.muting(alert())).isEmpty();
    }

    @Test
    void muting_namesAllThatMatch() {
        accept("b", now, now + 20, "team=shop");
        accept("a", now, now + 20, "severity=~critical|high");
        accept("c", now, now + 20, "alertname=other");
        assertThat(silences.muting(alert())).containsExactly("a", "b");
    }

    @Test
    void accept_takesTheLastVersion_andOthersAreNotHeard() {
        accept("s", now, now + 20, "service=checkout");
        accept("s", now, now + 30, "service=other");
        accept("s", now, now + 30, "service=~(");
        silences.accept(new Control("r", now, "file:x", null, new RuleFile("x.yaml", null)));
        assertThat(silences.all()).hasSize(1);
        assertThat(silences.get("s").orElseThrow().silence().getEndsAt()).isEqualTo(now + 30);
        assertThat(silences.muting(alert())).isEmpty();
    }

    @Test
    void all_showsThoseInForceFirst_andForgetsWhatEndedLongAgo() {
        accept("old", now - 8 * DAY, now - 6 * DAY, "a=b");
        accept("ended", now - 2, now - 1, "a=b");
        accept("later", now + 1, now + 5, "a=b");
        accept("on", now, now + 9, "a=b");
        accept("sooner", now, now + 2, "a=b");
        assertThat(silences.all())
                .extracting(known -> known.silence().getSilenceId())
                .containsExactly("sooner", "on", "later", "ended");
    }

    private SilenceState state(String id) {
        return silences.get(id).orElseThrow().state();
    }

    private void accept(String id, long startsAt, long endsAt, String matcher) {
        Silence silence = new Silence(id, List.of(Matchers.parse(matcher)), startsAt, endsAt, "ana", "why");
        silences.accept(new Control("c-" + id + endsAt, now, "user:ana", null, silence));
    }

    private static Alert alert() {
        return Samples.alert("a", Transition.ACTIVE, AlertState.ACTIVE).build();
    }
}
