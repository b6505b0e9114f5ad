package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.Optional;

/**
 * An alert in a receiver's digests, from the first that tells of it to the one that says that it is over.
 *
 * @param about the newest record of it that is news to the receiver, and the way on which that came
 * @param known whether a digest has told of it
 * @param over why it is not on any more; empty while it is on
 * @param fresh what no digest has told yet
 * @param digestId of the one that is under way; empty for none
 * @param told what that one tells, of which nobody knows yet whether it arrives
 */
record DigestLine(
        Decision.About about,
        boolean known,
        Optional<Reason> over,
        DigestNews fresh,
        String digestId,
        DigestNews told) {

    private static final int LAYOUT = 1;

    static DigestLine of(Decision.About about) {
        return new DigestLine(about, false, Optional.empty(), DigestNews.NONE, "", DigestNews.NONE);
    }

    /** After news of the alert. */
    DigestLine with(Decision.About newest, Reason reason) {
        DigestNews before = reason == Reason.RETRACTED ? fresh.withoutOne() : fresh;
        Optional<Reason> end = Optional.of(reason).filter(Reason::isLast);
        return new DigestLine(newest, known, end, before.and(reason), digestId, told);
    }

    /** Whether all that is known of it is one episode that nobody was told of. */
    boolean isUntold() {
        return !known && over.isEmpty() && fresh.began() == 1;
    }

    /** Whether a digest has to tell of it. */
    boolean isDue() {
        return over.isEmpty() || fresh.ended();
    }

    /** Why it is in a digest. */
    Reason reason() {
        Reason still = fresh.began() > 0 ? Reason.BECAME_ACTIVE : fresh.change().orElse(Reason.REPEATED);
        return over.orElse(still);
    }

    DigestLine toldBy(String id) {
        return new DigestLine(about, true, over, DigestNews.NONE, id, fresh);
    }

    /** After the digest that was under way has arrived; empty where nothing more is to be told. */
    Optional<DigestLine> arrived() {
        return over.isPresent() && fresh.isNone()
                ? Optional.empty()
                : Optional.of(new DigestLine(about, known, over, fresh, "", DigestNews.NONE));
    }

    /** After the digest that was under way was lost: what it told is news again. */
    DigestLine lost() {
        return new DigestLine(about, known, over, fresh.after(told, over.isPresent()), "", DigestNews.NONE);
    }

    /** After another digest was sent in the place of the one that was under way. */
    DigestLine movedTo(String id) {
        return new DigestLine(about, known, over, fresh, id, told);
    }

    byte[] encode() {
        Encoder out = new Encoder(LAYOUT)
                .text(about.episodeId())
                .number(about.sequence())
                .text(about.route())
                .text(about.groupKey())
                .flag(known)
                .text(over.map(Reason::name).orElse(""))
                .text(digestId);
        fresh.encode(out);
        told.encode(out);
        return out.toBytes();
    }

    static DigestLine decode(String alertId, byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        Decision.About about = new Decision.About(alertId, in.text(), in.number(), in.text(), in.text());
        boolean known = in.flag();
        Optional<Reason> over = Reason.named(in.text());
        String digestId = in.text();
        return new DigestLine(about, known, over, DigestNews.decode(in), digestId, DigestNews.decode(in));
    }
}
