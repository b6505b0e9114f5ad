package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Telling.Cause;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Control;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/**
 * Carries out what people want done with alerts. What is meant for another episode, was made on an earlier record than it
 * says, or changes nothing, has no effect, and nothing is told of it.
 */
final class Commands {

    private final State state;
    private final Judge judge;
    private final ObjLongConsumer<Subject> follow;

    /** @param follow has an episode that goes on again looked at, from a time on in milliseconds since 1970-01-01 UTC */
    Commands(State state, Judge judge, ObjLongConsumer<Subject> follow) {
        this.state = state;
        this.judge = judge;
        this.follow = follow;
    }

    void obey(AlertCommand command, Control control) {
        if (!command.getAlertId().matches("[0-9a-f]{16}")) return;
        long alert = Heads.number(command.getAlertId());
        state.heads()
                .find(alert)
                .ifPresent(head -> state.rules()
                        .find(head.ruleId())
                        .ifPresent(rule -> obey(command, new Subject(alert, head, rule), Cause.command(control))));
    }

    private void obey(AlertCommand command, Subject subject, Cause cause) {
        if (command.getType() == CommandType.REOPEN) {
            reopen(command, subject, cause);
            return;
        }
        Optional<Episode> meant = subject.head().standing().episode().filter(open -> isMeant(command, open));
        if (meant.isEmpty()) return;
        if (command.getType() == CommandType.RESOLVE) resolve(subject, cause);
        Deed.of(command, meant.get().care(), cause)
                .ifPresent(deed -> judge.say(subject, deed.told(), deed.care(), cause));
    }

    private void resolve(Subject subject, Cause cause) {
        Standing before = subject.head().standing();
        judge.end(subject, cause);
        subject.head().resolved(Optional.of(before.with(Episode::next)));
    }

    private void reopen(AlertCommand command, Subject subject, Cause cause) {
        Optional<Standing> resolved = subject.head()
                .resolved()
                .filter(before -> before.episode()
                        .filter(episode -> isMeant(command, episode))
                        .isPresent());
        if (resolved.isEmpty()) return;
        judge.reopen(subject, resolved.get(), cause);
        follow.accept(subject, cause.at());
    }

    /** Whether a command is for an episode, as it is. */
    static boolean isMeant(AlertCommand command, Episode episode) {
        String meant = command.getEpisodeId();
        Long expected = command.getExpectedSequence();
        return (meant == null || meant.equals(episode.id())) && (expected == null || expected == episode.sequence());
    }
}
