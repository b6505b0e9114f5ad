package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.OnCallOverride;
import dev.vigia.schemas.avro.RuleFile;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OverridesTest {

    private static final long DAY = 86_400_000L;

    private final long now = 10 * DAY;
    private final Overrides overrides = new Overrides(() -> Instant.ofEpochMilli(now));

    @Test
    void all_areInTheOrderInWhichTheyWereWritten_eachInItsLastVersion() {
        accept("a", "ana", now + DAY);
        accept("b", "ben", now + DAY);
        accept("a", "eva", now + 2 * DAY);
        overrides.accept(new Control("r", now, "file:x", null, new RuleFile("x.yaml", null)));
        assertThat(overrides.all())
                .extracting(known -> known.override().getPerson())
                .containsExactly("ben", "eva");
        assertThat(overrides.get("a").orElseThrow().updatedBy()).isEqualTo("user:eva");
    }

    @Test
    void whatEndedLongAgo_isForgotten() {
        accept("old", "ana", now - 6 * DAY);
        accept("ended", "ben", now - DAY);
        assertThat(overrides.all())
                .extracting(known -> known.override().getOverrideId())
                .containsExactly("ended");
    }

    private void accept(String id, String person, long endsAt) {
        OnCallOverride override = new OnCallOverride(id, "primary", person, null, endsAt - DAY, endsAt, "why");
        overrides.accept(new Control("c-" + id + endsAt, now, "user:" + person, null, override));
    }
}
