package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Episode.Acknowledgement;
import dev.vigia.processors.evaluate.Lifecycle.Active;
import dev.vigia.processors.evaluate.Lifecycle.Pending;
import dev.vigia.processors.evaluate.Lifecycle.Recovering;
import dev.vigia.processors.rules.Rule;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Exemplar;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is told of one transition.
 *
 * @param subject after the transition
 * @param episode with the number of this record
 * @param cause who brought it about
 * @param window that was judged
 */
record Telling(Subject subject, Transition transition, Episode episode, Cause cause, Window window) {

    /**
     * Why there is a transition.
     *
     * @param at milliseconds since 1970-01-01 UTC
     * @param actor {@code rule}, or {@code user:name}
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

        static Cause command(Control said) {
            return new Cause(
                    said.getAt(), said.getActor(), Optional.ofNullable(said.getReason()), Optional.of(said.getId()));
        }
    }

    /**
     * The record for subscribers.
     *
     * @param topic full name of the topic of the rule's source
     * @param dataTime milliseconds since 1970-01-01 UTC; 0 when it is not known
     */
    Alert alert(String topic, long dataTime, boolean learning) {
        Rule rule = subject.rule();
        Map<String, String> group = Wording.group(rule, subject.head().group());
        Optional<Acknowledgement> by = episode.acknowledgement();
        return Alert.newBuilder()
                .setAlertId(Heads.id(subject.alert()))
                .setEpisodeId(episode.id())
                .setSequence(episode.sequence())
                .setTransition(transition)
                .setState(state(subject.head().lifecycle()))
                .setAt(cause.at())
                .setDataTime(dataTime)
                .setStartedAt(episode.startedAt())
                .setRuleId(rule.id())
                .setRuleSet(subject.installed().ruleSet())
                .setRuleVersion(subject.installed().version())
                .setTitle(Wording.title(rule, group))
                .setSummary(Wording.summary(rule, subject.head().group(), window))
                .setSeverity(rule.severity())
                .setCategory(rule.category())
                .setGroup(group)
                .setLabels(new TreeMap<>(rule.labels()))
                .setRunbookUrl(rule.runbook().orElse(null))
                .setCondition(Wording.condition(rule))
                .setValue(window.value(rule.aggregate()).orElse(0))
                .setThreshold(rule.condition().threshold())
                .setWindowStart(window.start())
                .setWindowEnd(window.end())
                .setSamples(window.samples(rule.aggregate()))
                .setLearning(learning)
                .setEvidence(evidence(topic))
                .setActor(cause.actor())
                .setReason(cause.reason().orElse(null))
                .setCommandId(cause.command().orElse(null))
                .setAcknowledgedBy(by.map(Acknowledgement::actor).orElse(null))
                .setAcknowledgedAt(by.map(Acknowledgement::at).orElse(null))
                .build();
    }

    private Evidence evidence(String topic) {
        Origins origins = window.origins();
        List<OffsetRange> ranges = origins.ranges().entrySet().stream()
                .map(range -> new OffsetRange(
                        topic,
                        range.getKey(),
                        range.getValue().from(),
                        range.getValue().to(),
                        range.getValue().count()))
                .toList();
        List<Exemplar> exemplars = origins.exemplars().stream()
                .map(sample -> new Exemplar(topic, sample.partition(), sample.offset()))
                .toList();
        return new Evidence(window.totals().count(), ranges, exemplars);
    }

    private static AlertState state(Lifecycle lifecycle) {
        if (lifecycle instanceof Pending) return AlertState.PENDING;
        if (lifecycle instanceof Active) return AlertState.ACTIVE;
        return lifecycle instanceof Recovering ? AlertState.RECOVERING : AlertState.INACTIVE;
    }
}
