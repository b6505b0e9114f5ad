package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.SortedMap;

/**
 * Alerts that are told of together.
 *
 * @param id names route and group
 * @param route id of the route
 * @param key as Alertmanager writes it
 * @param labels what the alerts have in common
 * @param each whether it is of one alert by itself
 * @param members how many alerts are in it
 * @param burning how many of them are not over
 * @param begunAt when it began, milliseconds since 1970-01-01 UTC, as are the other times
 * @param toldAt when somebody was last told; 0 for never
 * @param newsAt when what is new is to be told; 0 while nothing is
 * @param repeatAt when it is to be told of though nothing is new; 0 for never
 */
record Group(
        String id,
        String route,
        String key,
        SortedMap<String, String> labels,
        boolean each,
        int members,
        int burning,
        long begunAt,
        long toldAt,
        long newsAt,
        long repeatAt) {

    private static final int LAYOUT = 1;

    /** For what is told of an alert that is in no group. */
    static Group none(SortedMap<String, String> labels) {
        return new Group("", "", "", labels, true, 0, 0, 0, 0, 0, 0);
    }

    Group with(int moreMembers, int moreBurning) {
        return new Group(
                id,
                route,
                key,
                labels,
                each,
                members + moreMembers,
                burning + moreBurning,
                begunAt,
                toldAt,
                newsAt,
                repeatAt);
    }

    Group due(long told, long news, long repeat) {
        return new Group(id, route, key, labels, each, members, burning, begunAt, told, news, repeat);
    }

    /** When something is to be done next; {@link Long#MAX_VALUE} for never. */
    long dueAt() {
        long news = newsAt == 0 ? Long.MAX_VALUE : newsAt;
        return repeatAt == 0 ? news : Math.min(news, repeatAt);
    }

    byte[] encode() {
        return new Encoder(LAYOUT)
                .text(route)
                .text(key)
                .texts(labels)
                .flag(each)
                .number(members)
                .number(burning)
                .number(begunAt)
                .number(toldAt)
                .number(newsAt)
                .number(repeatAt)
                .toBytes();
    }

    static Group decode(String id, byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        String route = in.text();
        String key = in.text();
        SortedMap<String, String> labels = in.texts();
        return new Group(
                id,
                route,
                key,
                labels,
                in.flag(),
                in.integer(),
                in.integer(),
                in.number(),
                in.number(),
                in.number(),
                in.number());
    }
}
