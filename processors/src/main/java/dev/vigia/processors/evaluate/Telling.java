package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Lifecycle.Active;
import dev.vigia.processors.evaluate.Lifecycle.On;
import dev.vigia.processors.evaluate.Lifecycle.Pending;
import dev.vigia.processors.evaluate.Lifecycle.Recovering;
import dev.vigia.processors.evaluate.Lifecycle.Timing;
import dev.vigia.processors.evaluate.Lifecycle.Watched;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.runtime.Durations;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is told of one transition.
 *
 * @param subject after the transition
 * @param cause who brought it about
 * @param window that was judged
 */
record Telling(Subject subject, Change change, Cause cause, Window window) {

    /**
     * What there is to tell.
     *
     * @param episode with the number of the record that tells of it
     * @param level how bad it is now, or was at the end
     * @param previous the severity before, where that has changed
     * @param was the value before late records came, where these have changed it
     */
    record Change(
            Transition transition, Episode episode, Level level, Optional<Severity> previous, Optional<Double> was) {

        private Change(Transition transition, Episode episode, Level level, Optional<Severity> previous) {
            this(transition, episode, level, previous, Optional.empty());
        }

        /** The same, where late records have changed a value or the severity. */
        Change after(Optional<Double> value, Optional<Severity> severity) {
            return new Change(transition, episode, level, severity, value);
        }

        static Optional<Change> between(Rule rule, Standing before, Standing after) {
            return Standing.transition(before, after).map(transition -> {
                Standing counts = after.isOpen() ? after : before;
                Episode episode = after.episode()
                        .or(() -> before.episode().map(Episode::next))
                        .orElseThrow();
                boolean severity = transition == Transition.SEVERITY_CHANGED;
                return new Change(
                        transition,
                        episode,
                        level(rule, counts),
                        severity ? Optional.of(level(rule, before).severity()) : Optional.empty());
            });
        }

        /** A rule that has changed may find the same thing more or less severe. */
        static Optional<Change> ofRule(Rule old, Standing before, Rule rule, Standing after) {
            Severity previous = level(old, before).severity();
            Level level = level(rule, after);
            if (!(after.state() instanceof On) || level.severity() == previous) return Optional.empty();
            return after.episode()
                    .map(episode ->
                            new Change(Transition.SEVERITY_CHANGED, episode.next(), level, Optional.of(previous)));
        }

        /** What people do; the standing has the number of the record that tells of it. */
        static Optional<Change> said(Transition told, Rule rule, Standing after) {
            return after.episode().map(episode -> new Change(told, episode, level(rule, after), Optional.empty()));
        }

        private static Level level(Rule rule, Standing standing) {
            List<Level> levels = rule.condition().levels();
            return levels.get(Math.min(standing.level(), levels.size() - 1));
        }
    }

    /**
     * Why there is a transition.
     *
     * @param at milliseconds since 1970-01-01 UTC
     * @param actor {@code rule}, {@code outside} or {@code user:name}
     * @param command id of the command that it carries out
     */
    record Cause(long at, String actor, Optional<String> reason, Optional<String> command) {

        static Cause rule(long at) {
            return new Cause(at, "rule", Optional.empty(), Optional.empty());
        }

        /** The rule itself has changed. */
        static Cause change(long at, String reason) {
            return new Cause(at, "rule", Optional.of(reason), Optional.empty());
        }

        /** Who sent the alert says so. */
        static Cause outside(long at) {
            return new Cause(at, PostedTelling.SENDER, Optional.empty(), Optional.empty());
        }

        static Cause command(Control said) {
            return new Cause(
                    said.getAt(), said.getActor(), Optional.ofNullable(said.getReason()), Optional.of(said.getId()));
        }

        /** Says so in a record for subscribers. */
        void tell(Alert.Builder told) {
            told.setAt(at).setActor(actor).setReason(reason.orElse(null)).setCommandId(command.orElse(null));
        }
    }

    /**
     * The record for subscribers.
     *
     * @param topics that rules read
     * @param signal offset of the signal that decided
     * @param dataTime milliseconds since 1970-01-01 UTC; 0 when it is not known
     * @param recent what has led to the window
     */
    Alert alert(Topics topics, long signal, long dataTime, boolean learning, Recent recent) {
        Rule rule = subject.rule();
        Map<String, String> group = Wording.group(rule, subject.head().group());
        Episode episode = change.episode();
        Level level = change.level();
        Told numbers = Told.of(rule, level, window);
        Alert.Builder told = Alert.newBuilder();
        episode.tell(told);
        cause.tell(told);
        recent.tell(told);
        return told.setAlertId(Heads.id(subject.alert()))
                .setTransition(change.transition())
                .setState(state(subject.head().standing().state()))
                .setDataTime(dataTime)
                .setRuleId(rule.id())
                .setRuleSet(subject.installed().ruleSet())
                .setRuleVersion(subject.installed().version())
                .setTitle(Wording.title(rule, group))
                .setSummary(summary(level))
                .setSeverity(level.severity())
                .setPreviousSeverity(change.previous().orElse(null))
                .setCategory(rule.category())
                .setGroup(group)
                .setLabels(rule.labels(level))
                .setRunbookUrl(rule.runbook().orElse(null))
                .setCondition(Wording.condition(rule, level))
                .setValue(numbers.value())
                .setPreviousValue(change.was().orElse(null))
                .setThreshold(numbers.threshold())
                .setWindowStart(window.start())
                .setWindowEnd(window.end())
                .setSamples(numbers.samples())
                .setLearning(learning)
                .setEvidence(Backing.of(rule, window, topics))
                .setSignalOffset(signal)
                .setWatchedUntil(watchedUntil().orElse(null))
                .setFlapping(episode.flapping())
                .setParts(numbers.parts())
                .build();
    }

    /** Whether people may be told of it: what is pending is nobody's business yet. */
    boolean concernsPeople() {
        return change.transition() != Transition.PENDING && change.transition() != Transition.CANCELLED;
    }

    private String summary(Level level) {
        String summary = Wording.summary(subject.rule(), level, subject.head().group(), window);
        boolean begins = change.transition() == Transition.WATCHING;
        boolean flaps = change.episode().flapping() && subject.head().standing().isOpen();
        return summary
                + (flaps ? "; flapping: " + subject.head().changes().words() : "")
                + (begins ? "; watched for " + Durations.format(Duration.ofMillis(timing().watch())) : "");
    }

    private Optional<Long> watchedUntil() {
        return subject.head().standing().state() instanceof Watched watched
                ? Optional.of(watched.since() + timing().watch())
                : Optional.empty();
    }

    private Timing timing() {
        return Timing.of(subject.installed(), change.episode().flapping());
    }

    private static AlertState state(Lifecycle lifecycle) {
        if (lifecycle instanceof Pending) return AlertState.PENDING;
        if (lifecycle instanceof Active) return AlertState.ACTIVE;
        return lifecycle instanceof Recovering || lifecycle instanceof Watched
                ? AlertState.RECOVERING
                : AlertState.INACTIVE;
    }
}
