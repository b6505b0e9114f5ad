package dev.vigia.console.http;

import dev.vigia.console.views.AlertCommands.Who;
import dev.vigia.console.views.AlertDesk;
import dev.vigia.console.views.AlertDesk.Answer;
import dev.vigia.console.views.Wish;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Carries out what people do with alerts in chats, and says in a sentence what came of it. */
final class ChatDesk {

    /** A command that takes longer is told of by the alert's next record. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Slack takes an answer within three seconds. */
    private static final long LONGEST_MILLIS = 2_500;

    private final AlertDesk desk;
    private final InstantSource clock;

    ChatDesk(AlertDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * What somebody wants.
     *
     * @param id the same each time that the chat sends it: it is carried out once
     * @param actor {@code slack:name}, for instance
     * @param episodeId which episode was before their eyes; empty for the present one
     * @param words in which they are answered
     */
    record Asked(String id, String actor, String alertId, Optional<String> episodeId, ChatDeed deed, ChatWords words) {}

    /**
     * What came of it.
     *
     * @param done whether it is as it was wanted
     * @param words a sentence for who asked
     */
    record Said(boolean done, String words) {}

    /** Fails when Kafka does not take it in time; then the chat is to send it again. */
    CompletableFuture<Said> ask(Asked asked) {
        Optional<Duration> snooze = asked.deed().snooze();
        if (snooze.isPresent() && (snooze.get().isZero() || snooze.get().compareTo(Wish.LONGEST_SNOOZE) > 0)) {
            String limit = asked.words().say("snooze.limit", Wish.LONGEST_SNOOZE.toDays());
            return CompletableFuture.completedFuture(new Said(false, limit));
        }
        Wish wish = Wish.of(asked.deed().type(), new Who(asked.actor(), ""))
                .named(Optional.of(asked.id()))
                .made(asked.episodeId(), Optional.empty())
                .snoozing(snooze.map(time -> clock.millis() + time.toMillis()));
        return desk.ask(asked.alertId(), wish, PATIENCE)
                .orTimeout(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(answer -> said(asked, answer));
    }

    private static Said said(Asked asked, Answer answer) {
        ChatWords words = asked.words();
        if (answer instanceof Answer.Done)
            return new Said(true, words.say("done." + asked.deed().type()));
        if (answer instanceof Answer.Unchanged) return new Said(true, words.say("unchanged"));
        if (answer instanceof Answer.Logged) return new Said(true, words.say("logged"));
        if (answer instanceof Answer.Refused refused) return new Said(false, words.say("refused", why(words, refused)));
        return new Said(false, words.say("unknown", asked.alertId()));
    }

    private static String why(ChatWords words, Answer.Refused refused) {
        AlertDesk.Refusal refusal = refused.refusal();
        return words.sayOr("refusal." + refusal, refusal.words());
    }
}
