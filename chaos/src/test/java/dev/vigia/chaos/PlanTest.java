package dev.vigia.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.faults.Fault;
import dev.vigia.runtime.UserException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Plan.Course LOAD = Plan.Course.of(Duration.ZERO, 1);

    @Test
    void kills_ofOneKind_areOfThatKindOnly() {
        Plan plan = Plan.kills(3, List.of(Kind.PROCESSORS), LOAD, 1);
        assertThat(plan.faults())
                .extracting(Fault::name)
                .containsOnly("kill-processors-anytime")
                .hasSize(3);
        assertThat(plan.repeat()).isFalse();
    }

    @Test
    void kills_ofSomeKinds_areAllTheSameFault() {
        Plan plan = Plan.kills(2, List.of(Kind.PROCESSORS, Kind.CONNECT), LOAD, 1);
        assertThat(plan.faults())
                .extracting(Fault::name)
                .containsExactly("kill-processors-connect-anytime", "kill-processors-connect-anytime");
    }

    /** Else more may come again than processes are killed. */
    @Test
    void onlyKills_isSaidOfKills() {
        assertThat(Plan.kills(1, List.of(), LOAD, 1).onlyKills()).isTrue();
        assertThat(Plan.kills(1, List.of(Kind.CONNECT), LOAD, 1).onlyKills()).isTrue();
        assertThat(Plan.shortForm(1).onlyKills()).isFalse();
    }

    @Test
    void kills_ofNoKind_areOfAny() {
        assertThat(Plan.kills(2, List.of(), LOAD, 1).faults())
                .extracting(Fault::name)
                .containsExactly("kill", "kill");
    }

    @Test
    void kind_thatThereIsNot_isNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Kind.named("processor"))
                .isInstanceOf(UserException.class)
                .hasMessage("There is no kind of process 'processor'. There are broker, registry, elasticsearch,"
                        + " connect, processors, gateway, console.");
    }
}
