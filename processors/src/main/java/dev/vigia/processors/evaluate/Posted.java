package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.PostedAlert;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of one alert from outside.
 *
 * @param sent what its sender told of it last
 * @param end when it is over unless it is told again, counted as {@link Hearing} does
 * @param episode while it is on
 * @param resolved the episode that somebody has ended while its sender goes on telling of it
 */
record Posted(Sent sent, long end, Optional<Episode> episode, Optional<Episode> resolved) {

    /** That of heads, since episodes lie in both. */
    private static final int LAYOUT = Head.LAYOUT;

    /**
     * What a sender tells.
     *
     * @param startsAt when it began, the last time that it did: milliseconds since 1970-01-01 UTC
     * @param timeout whether the sender left it open when it is over
     */
    record Sent(
            SortedMap<String, String> labels,
            SortedMap<String, String> annotations,
            Optional<String> generatorUrl,
            long startsAt,
            boolean timeout) {

        static Sent of(PostedAlert alert, long startsAt) {
            return new Sent(
                    new TreeMap<>(alert.getLabels()),
                    new TreeMap<>(alert.getAnnotations()),
                    Optional.ofNullable(alert.getGeneratorUrl()),
                    startsAt,
                    alert.getTimeout());
        }
    }

    static Posted first(PostedAlert alert, long end) {
        return new Posted(Sent.of(alert, alert.getStartsAt()), end, Optional.empty(), Optional.empty());
    }

    /** It is told again. As in Alertmanager, an end that a sender has named is not taken back by an earlier one to come. */
    Posted and(PostedAlert alert, long otherEnd) {
        long later = sent.timeout() ? otherEnd : Math.max(end, otherEnd);
        long startsAt = Math.max(sent.startsAt(), alert.getStartsAt());
        return new Posted(Sent.of(alert, startsAt), later, episode, resolved);
    }

    /** Whether what is told now is another time that it is on, and not the one that is known, or that somebody has ended. */
    boolean isNews(PostedAlert alert) {
        return episode.isEmpty() && (resolved.isEmpty() || alert.getStartsAt() > sent.startsAt());
    }

    /** The same as an episode; what was resolved before is not reopened any more. */
    Posted on(Episode next) {
        return new Posted(sent, end, Optional.of(next), Optional.empty());
    }

    Posted resolved(Episode ended) {
        return new Posted(sent, end, Optional.empty(), Optional.of(ended));
    }

    byte[] encode() {
        Encoder out = new Encoder(LAYOUT).texts(sent.labels()).texts(sent.annotations());
        out.flag(sent.generatorUrl().isPresent());
        sent.generatorUrl().ifPresent(out::text);
        out.number(sent.startsAt()).flag(sent.timeout()).number(end);
        encode(out, episode);
        encode(out, resolved);
        return out.toBytes();
    }

    static Posted decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        SortedMap<String, String> labels = in.texts();
        SortedMap<String, String> annotations = in.texts();
        Optional<String> url = in.flag() ? Optional.of(in.text()) : Optional.empty();
        Sent sent = new Sent(labels, annotations, url, in.number(), in.flag());
        return new Posted(sent, in.number(), episode(in), episode(in));
    }

    private static void encode(Encoder out, Optional<Episode> episode) {
        out.flag(episode.isPresent());
        episode.ifPresent(open -> open.encode(out));
    }

    private static Optional<Episode> episode(Decoder in) {
        return in.flag() ? Optional.of(Episode.decode(in)) : Optional.empty();
    }
}
