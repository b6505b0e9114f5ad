package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.Optional;

/**
 * What a reader of digests does not know yet of an alert.
 *
 * @param began how many of its episodes began
 * @param change what else made it news, the latest of it
 * @param ended whether it is over
 */
record DigestNews(int began, Optional<Reason> change, boolean ended) {

    static final DigestNews NONE = new DigestNews(0, Optional.empty(), false);

    boolean isNone() {
        return equals(NONE);
    }

    DigestNews and(Reason reason) {
        if (reason.isLast()) return new DigestNews(began, change, true);
        if (reason == Reason.BECAME_ACTIVE) return new DigestNews(began + 1, change, false);
        // Nobody has read yet that it was over, or that it was watched before it is.
        boolean known = ended && reason == Reason.REOPENED || !reason.isAlarm();
        return new DigestNews(began, known ? change : Optional.of(reason), false);
    }

    /** Without an episode that was none. */
    DigestNews withoutOne() {
        return new DigestNews(Math.max(0, began - 1), change, ended);
    }

    /** Together with what was news before, while the alert is over or not. */
    DigestNews after(DigestNews before, boolean over) {
        return new DigestNews(began + before.began, change.or(before::change), over && (ended || before.ended));
    }

    void encode(Encoder out) {
        out.number(began).text(change.map(Reason::name).orElse("")).flag(ended);
    }

    static DigestNews decode(Decoder in) {
        int began = in.integer();
        return new DigestNews(began, Reason.named(in.text()), in.flag());
    }
}
