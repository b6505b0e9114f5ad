package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.cluster.Member;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** What befalls brokers besides being killed at random. */
final class BrokerFaults {

    private BrokerFaults() {}

    static List<Fault> all() {
        return List.of(new KillLeader(), new HandOver(), new Stall(), new Cut());
    }

    /** The broker that every alert depends on at that moment. */
    record KillLeader() implements Fault {

        @Override
        public String name() {
            return "kill-leader";
        }

        @Override
        public void inflict(Scene scene) throws Exception {
            Member leader;
            try (Leaders leaders = new Leaders(scene.cluster())) {
                leader = leaders.of(new TopicPartition(
                        scene.cluster().kafka().topics().signals().name(), 0));
            }
            Kill.kill(scene, leader);
        }
    }

    /** A broker lives, and leads nothing any more. */
    record HandOver() implements Fault {

        @Override
        public String name() {
            return "leadership";
        }

        @Override
        public void inflict(Scene scene) throws Exception {
            Member broker = scene.any(scene.cluster().of(Kind.BROKER));
            try (Leaders leaders = new Leaders(scene.cluster())) {
                scene.say(broker + " hands over " + leaders.handOver(broker) + " partitions");
            }
        }
    }

    /** A broker stands still in bursts, some longer than the others wait for it. */
    record Stall() implements Fault {

        @Override
        public String name() {
            return "stall";
        }

        @Override
        public void inflict(Scene scene) throws Exception {
            Member broker = scene.any(scene.cluster().of(Kind.BROKER));
            int bursts = scene.brief() ? 2 : 8;
            for (int burst = 0; burst < bursts; burst++) {
                // The last is longer than a session: the others go on without it, and it does not know.
                Duration still = burst == bursts - 1 ? Duration.ofSeconds(9) : scene.upTo(Duration.ofSeconds(4));
                scene.say(broker + " stands still for " + still.toMillis() + " ms");
                Scene.freeze(broker, still);
                Scene.pause(scene.upTo(Duration.ofSeconds(2)));
            }
        }
    }

    /** The far half of Vigia does not reach the brokers. */
    record Cut() implements Fault {

        @Override
        public String name() {
            return "cut";
        }

        @Override
        public void inflict(Scene scene) throws Exception {
            Duration lasting = scene.lasting(Duration.ofSeconds(14), Duration.ofSeconds(45));
            scene.say("processors-2, gateway-2 and connect-2 are cut off for " + lasting.toSeconds() + " s");
            scene.cluster().cutLinks();
            try {
                Scene.pause(lasting);
            } finally {
                scene.cluster().healLinks();
            }
        }
    }
}
