package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Cluster;
import dev.vigia.chaos.cluster.Http;
import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.cluster.Member;
import dev.vigia.chaos.cluster.SearchProxy;
import dev.vigia.chaos.load.Signal;
import dev.vigia.runtime.UserException;
import java.time.Duration;
import java.util.List;

/** What befalls Elasticsearch besides being killed. */
final class SearchFaults {

    private static final Duration BRIEFLY = Duration.ofSeconds(6);

    private SearchFaults() {}

    static List<Fault> all() {
        return List.of(
                new Weather("es-429", SearchProxy.Weather.TOO_MANY_REQUESTS, Duration.ofSeconds(30)),
                new Weather("es-503", SearchProxy.Weather.UNAVAILABLE, Duration.ofSeconds(30)),
                new Weather("es-gone", SearchProxy.Weather.GONE, Duration.ofMinutes(2)),
                new Weather("es-answers-lost", SearchProxy.Weather.ANSWERS_LOST, Duration.ofSeconds(20)),
                new ReadOnly(),
                new RollOver());
    }

    /** All requests fare alike for a while. */
    record Weather(String name, SearchProxy.Weather weather, Duration long_) implements Fault {

        @Override
        public void inflict(Scene scene) throws Exception {
            SearchProxy search = scene.cluster().search();
            search.weather(weather);
            Scene.pause(scene.lasting(BRIEFLY, long_));
            int suffered = search.weather(SearchProxy.Weather.FINE);
            scene.say(suffered + " requests to Elasticsearch had it");
        }
    }

    /** As when the disk is nearly full. */
    record ReadOnly() implements Fault {

        @Override
        public String name() {
            return "es-read-only";
        }

        @Override
        public void inflict(Scene scene) throws Exception {
            block(scene.cluster(), "true");
            try {
                Scene.pause(scene.lasting(BRIEFLY, Duration.ofSeconds(40)));
            } finally {
                block(scene.cluster(), "null");
            }
        }

        private static void block(Cluster cluster, String value) {
            call(cluster, "PUT", "/*vigia*/_settings", "{\"index.blocks.read_only_allow_delete\": " + value + "}");
        }
    }

    /**
     * Documents are written, nobody hears of it, the writers are killed, and the stream rolls over before the records come
     * again: in the new index, their ids are new.
     */
    record RollOver() implements Fault {

        private static final int LONGEST_SECONDS = 40;
        private static final int ENOUGH_REQUESTS = 8;

        @Override
        public String name() {
            return "roll-over";
        }

        @Override
        public void inflict(Scene scene) throws Exception {
            SearchProxy search = scene.cluster().search();
            search.weather(SearchProxy.Weather.ANSWERS_LOST);
            awaitBulks(search);
            List<Member> workers = scene.cluster().of(Kind.CONNECT);
            workers.forEach(Member::kill);
            for (Signal signal : Signal.values()) rollOver(scene.cluster(), signal);
            int suffered = search.weather(SearchProxy.Weather.FINE);
            scene.say("rolled over after " + suffered + " requests without an answer; both workers were killed");
            workers.forEach(scene::startAgain);
        }

        /** Some of the requests only ask. */
        private static void awaitBulks(SearchProxy search) throws InterruptedException {
            for (int i = 0; i < LONGEST_SECONDS && search.suffered() < ENOUGH_REQUESTS; i++) {
                Scene.pause(Duration.ofSeconds(1));
            }
        }

        private static void rollOver(Cluster cluster, Signal signal) {
            Http.Answer answer =
                    Http.call("POST", cluster.elasticsearch().resolve("/" + signal.dataStream() + "/_rollover"), "");
            // A stream that nothing was written to does not exist yet.
            if (answer.status() != 200 && answer.status() != 404) throw new UserException(answer.body());
        }
    }

    private static void call(Cluster cluster, String method, String path, String body) {
        Http.Answer answer = Http.call(method, cluster.elasticsearch().resolve(path), body);
        if (answer.status() / 100 != 2) throw new UserException(method + " " + path + ": " + answer.body());
    }
}
