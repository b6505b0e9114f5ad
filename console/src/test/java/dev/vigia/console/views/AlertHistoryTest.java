package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.Samples;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Transition;
import org.junit.jupiter.api.Test;

class AlertHistoryTest {

    @Test
    void of_moreThanFit_keepsTheNewestFirst() {
        AlertHistory history = new AlertHistory(3);
        for (String id : new String[] {"a", "b", "a", "a"}) {
            history.accept(Samples.alert(id, Transition.ACTIVE, AlertState.ACTIVE)
                    .setSequence(history.of(id).size() + 1)
                    .build());
        }

        assertThat(history.of("a")).extracting(Alert::getSequence).containsExactly(3L, 2L);
        assertThat(history.of("b")).hasSize(1);
        assertThat(history.of("unknown")).isEmpty();
    }
}
