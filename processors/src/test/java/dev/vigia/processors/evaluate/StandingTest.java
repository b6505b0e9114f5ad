package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.evaluate.Ground.Proof;
import dev.vigia.processors.evaluate.Judge.Look;
import dev.vigia.processors.evaluate.Lifecycle.Active;
import dev.vigia.processors.evaluate.Lifecycle.Breach;
import dev.vigia.processors.evaluate.Lifecycle.Inactive;
import dev.vigia.processors.evaluate.Lifecycle.Pending;
import dev.vigia.processors.evaluate.Lifecycle.Recovering;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.evaluate.Lifecycle.Timing;
import dev.vigia.processors.evaluate.Series.Stretch;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StandingTest {

    private static final Episode EPISODE =
            Episode.begin("0123456789abcdef", 100_000, List.of(Ground.begin(0, 100_000)));
    private static final Breach BREACH = new Breach(100_000, 95_000);
    private static final Timing TIMING = new Timing(Buckets.STEP, 0, 0, 0, 0);

    private static final Standing MILD = open(new Active(BREACH), new Inactive(0));
    private static final Standing BAD = open(new Active(BREACH), new Active(BREACH));

    private static Standing open(Lifecycle... levels) {
        return new Standing(List.of(levels), Optional.of(EPISODE));
    }

    private static Standing closing(Standing before, Says... says) {
        return before.next(List.of(says), Look.closing(110_000), TIMING, () -> EPISODE);
    }

    @Test
    void next_firstBreach_beginsTheEpisode() {
        Standing after = closing(Standing.NEW, Says.BREACHED, Says.CLEAR);
        assertThat(after.episode()).contains(EPISODE);
        assertThat(after.level()).isZero();
        assertThat(Standing.transition(Standing.NEW, after)).contains(Transition.ACTIVE);
    }

    @Test
    void next_worseValue_risesInTheSameEpisode() {
        Standing after = closing(MILD, Says.BREACHED, Says.BREACHED);
        assertThat(after.level()).isOne();
        assertThat(after.episode()).contains(EPISODE.next());
        assertThat(Standing.transition(MILD, after)).contains(Transition.SEVERITY_CHANGED);
        assertThat(Standing.transition(after, MILD)).contains(Transition.SEVERITY_CHANGED);
    }

    @Test
    void next_allIsGone_endsAllLevels() {
        Standing after = closing(BAD, Says.CLEAR, Says.CLEAR);
        assertThat(after)
                .isEqualTo(new Standing(List.of(new Inactive(100_000), new Inactive(100_000)), Optional.empty()));
        assertThat(Standing.transition(BAD, after)).contains(Transition.RESOLVED);
        assertThat(closing(MILD, Says.CLEAR, Says.CLEAR))
                .as("no level begins by itself in a window that is settled")
                .isEqualTo(after);
    }

    @Test
    void level_ofAPendingAlert_isWhatItWouldBe() {
        assertThat(open(new Pending(BREACH, 100_000, 100_000), new Pending(BREACH, 100_000, 90_000))
                        .level())
                .isOne();
        assertThat(open(new Active(BREACH), new Pending(BREACH, 100_000, 90_000))
                        .level())
                .isZero();
        assertThat(open(new Active(BREACH), new Recovering(BREACH, 110_000)).level())
                .isOne();
    }

    @Test
    void arranged_keepsTheMildestAndWhatWasThereBefore() {
        Active newer = new Active(new Breach(110_000, 110_000));
        Standing standing = open(newer, new Active(BREACH));
        assertThat(standing.arranged(List.of(1))).isEqualTo(open(newer));
        assertThat(standing.arranged(List.of(-1, -1, 1))).isEqualTo(open(newer, Inactive.NEW, new Active(BREACH)));
    }

    @ParameterizedTest
    @MethodSource("standings")
    void acknowledge_ofAnyEpisode_changesTheEpisodeOnly(Standing standing) {
        Care care = Care.NONE.acknowledged("user:ana", 7);
        Standing acknowledged = standing.with(episode -> episode.with(care));
        assertThat(acknowledged.levels()).isEqualTo(standing.levels());
        assertThat(acknowledged.episode()).isEqualTo(standing.episode().map(open -> EPISODE.with(care)));
        assertThat(Standing.transition(standing, acknowledged)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("standings")
    void head_withAnyStanding_survivesItsBytes(Standing standing) {
        Head head = new Head("the-rule", List.of("shop", ""));
        head.standing(standing);
        Care care = Care.NONE
                .acknowledged("user:ana", 7)
                .assignedTo(Optional.of("rui"))
                .snoozedUntil(Optional.of(200_000L));
        head.resolved(Optional.of(MILD.with(episode -> episode.with(care))));
        head.past(Optional.of(new Past(
                BAD.with(episode -> episode.on(1, Ground.begin(0, 90_000).proven(new Proof(90_000, 0.5)))), 110_000)));
        head.due(OptionalLong.of(120_000));
        Totals totals = new Totals(3, 2, 1, 0.5, 0.5, 0.5, 0.5, 9);
        head.series(new Series(-7, 50_000, 110_000, List.of(new Stretch(60_000, 50_000, totals))));
        head.series(Series.since(8, 90_000));
        Head read = Head.decode(head.encode());
        assertThat(read.standing()).isEqualTo(standing);
        assertThat(read.resolved()).isEqualTo(head.resolved());
        assertThat(read.past()).isEqualTo(head.past());
        assertThat(read.due()).isEqualTo(head.due());
        assertThat(read.group()).isEqualTo(head.group());
        assertThat(read.series(-7)).isEqualTo(head.series(-7));
        assertThat(read.encode()).isEqualTo(head.encode());
    }

    @Test
    void head_ofLayoutOne_isRead() {
        Encoder old = new Encoder(1)
                .text("the-rule")
                .number(1)
                .text("shop")
                .flag(true)
                .number(120_000);
        old.number(1).number(-7).number(110_000).number(0);
        Totals.NONE.encode(old);
        old.number(1);
        old.text(EPISODE.id()).number(EPISODE.startedAt()).number(1).flag(false);
        old.number(100_000).number(95_000).number(80_000).number(90_000);
        Head read = Head.decode(old.toBytes());
        Standing pending = open(new Pending(BREACH, 80_000, 90_000));
        assertThat(read.standing()).isEqualTo(pending.with(Episode::settled));
        assertThat(read.series(-7)).contains(new Series(-7, 110_000, 110_000, List.of()));
    }

    @Test
    void head_ofLayoutSix_isRead() {
        Ground mildest = Ground.begin(0, 90_000).proven(new Proof(100_000, 0.25));
        Ground ofParts = Ground.begin(0, 90_000).proven(new Proof(100_000, 0));
        Encoder old = new Encoder(6).text("the-rule").number(1).text("shop").flag(false);
        old.number(0);
        standingOfLayoutSix(old, mildest);
        old.flag(false);
        Changes.NONE.encode(old);
        old.flag(true);
        standingOfLayoutSix(old, ofParts);
        Head read = Head.decode(old.toBytes());
        assertThat(read.standing()).isEqualTo(BAD.with(episode -> episode.on(0, mildest)));
        Past past = read.past().orElseThrow();
        assertThat(past.over()).as("not noted then").isEqualTo(Long.MIN_VALUE);
        assertThat(past.standing().episode().orElseThrow().ground(0).proof().orElseThrow())
                .as("a value that was not noted then")
                .isEqualTo(new Proof(100_000, Double.NaN));
        assertThat(Head.decode(read.encode()).past()).isEqualTo(read.past());
    }

    /** {@link #BAD}: what the mildest severity stands on was all that was noted. */
    private static void standingOfLayoutSix(Encoder out, Ground ground) {
        out.number(2);
        for (int level = 0; level < 2; level++)
            out.number(2).number(BREACH.windowEnd()).number(BREACH.seen());
        out.flag(true).text(EPISODE.id()).number(EPISODE.startedAt()).number(1);
        Care.NONE.encode(out);
        out.flag(false);
        ground.encode(out);
    }

    static Stream<Standing> standings() {
        return Stream.of(
                Standing.NEW,
                MILD.end(50_000),
                MILD,
                BAD,
                open(new Pending(BREACH, 80_000, 90_000)),
                open(new Active(BREACH), new Recovering(BREACH, 110_000), new Pending(BREACH, 100_000, 90_000)));
    }
}
