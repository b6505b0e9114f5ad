package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpStatus;
import dev.vigia.console.views.ControlWriter;
import dev.vigia.console.views.Silences;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.silences.Matchers;
import dev.vigia.schemas.silences.SilenceState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Makes, edits and expires silences; refuses what Alertmanager refuses. */
final class SilenceChanges {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_MATCHERS = 50;
    private static final int MAX_TEXT = 1_000;

    private final Silences silences;
    private final ControlWriter control;

    SilenceChanges(Silences silences, ControlWriter control) {
        this.silences = silences;
        this.control = control;
    }

    /** A silence that is in the log, and whether the views know it yet. */
    record Changed(Silence silence, boolean known) {}

    /**
     * Writes a silence. One that is in force keeps its start, and one that has ended goes on under an id of its own.
     *
     * @param wanted without an id for a new one; a start in the past stands for now
     * @param now milliseconds since 1970-01-01 UTC
     * @throws ApiError naming the field that is wrong
     */
    CompletableFuture<Changed> put(Silence wanted, long now) {
        matchers(wanted.getMatchers());
        require("created_by", wanted.getCreatedBy());
        require("comment", wanted.getComment());
        requireTimes(wanted.getStartsAt(), wanted.getEndsAt(), now);
        String id = wanted.getSilenceId();
        long startsAt = Math.max(wanted.getStartsAt(), now);
        if (!id.isEmpty()) {
            Silences.Known before = known(id);
            if (before.state() == SilenceState.EXPIRED) id = "";
            else if (before.state() == SilenceState.ACTIVE && startsAt == now) {
                startsAt = before.silence().getStartsAt();
            }
        }
        Silence silence = Silence.newBuilder(wanted)
                .setSilenceId(id.isEmpty() ? UUID.randomUUID().toString() : id)
                .setStartsAt(startsAt)
                .build();
        return write(silence, wanted.getCreatedBy());
    }

    /**
     * Ends a silence now.
     *
     * @param actor who wants it
     * @param now milliseconds since 1970-01-01 UTC
     * @throws ApiError when there is no such silence, or it has ended
     */
    CompletableFuture<Changed> expire(String id, String actor, long now) {
        Silences.Known known = known(id);
        if (known.state() == SilenceState.EXPIRED) {
            throw new ApiError(HttpStatus.CONFLICT, "expired", "Silence " + id + " has ended already.");
        }
        Silence ended = Silence.newBuilder(known.silence())
                .setStartsAt(Math.min(known.silence().getStartsAt(), now))
                .setEndsAt(now)
                .build();
        return write(ended, actor);
    }

    /** @throws ApiError when there is none, or none any more */
    Silences.Known known(String id) {
        return silences.get(id).orElseThrow(() -> ApiError.notFound("There is no silence " + id + "."));
    }

    /** @throws ApiError naming the matcher that is wrong */
    static Matchers matchers(List<Matcher> matchers) {
        if (matchers.size() > MAX_MATCHERS) {
            throw ApiError.badRequest("matchers: there are more than " + MAX_MATCHERS + ".");
        }
        for (Matcher matcher : matchers) {
            if (matcher.getName().length() + matcher.getValue().length() > MAX_TEXT) {
                throw ApiError.badRequest("matchers: one is longer than " + MAX_TEXT + " characters.");
            }
        }
        try {
            return Matchers.ofSilence(matchers);
        } catch (IllegalArgumentException e) {
            throw ApiError.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /** @throws ApiError when it would be over already, or never begin */
    static void requireTimes(long startsAt, long endsAt, long now) {
        if (endsAt <= now) throw ApiError.badRequest("ends_at: it is in the past.");
        if (endsAt <= startsAt) throw ApiError.badRequest("ends_at: it is not after starts_at.");
    }

    private static void require(String field, String text) {
        if (text.isBlank()) throw ApiError.badRequest(field + ": it is missing.");
        if (text.length() > MAX_TEXT) {
            throw ApiError.badRequest(field + ": it is longer than " + MAX_TEXT + " characters.");
        }
    }

    private CompletableFuture<Changed> write(Silence silence, String actor) {
        return control.say("user:" + actor, silence, PATIENCE).thenApply(known -> new Changed(silence, known));
    }
}
