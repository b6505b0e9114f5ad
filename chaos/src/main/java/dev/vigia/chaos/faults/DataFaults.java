package dev.vigia.chaos.faults;

import dev.vigia.chaos.load.Lane;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that are not as they should be. */
final class DataFaults {

    private static final double RATE = 25;
    private static final Duration BRIEFLY = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofSeconds(30);

    private DataFaults() {}

    static List<Fault> all() {
        return List.of(new PoisonEverywhere(), new Clock(), new Unindexable());
    }

    /** One record that nobody can read on every topic. */
    record PoisonEverywhere() implements Fault {

        @Override
        public String name() {
            return "poison";
        }

        @Override
        public void inflict(Scene scene) throws Exception {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    scene.cluster().kafka().producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
                scene.say(scene.poison().give(producer) + " topics are poisoned");
            }
        }
    }

    /** Two producers' clocks are off, one an hour behind and one an hour ahead. */
    record Clock() implements Fault {

        @Override
        public String name() {
            return "clock";
        }

        @Override
        public void inflict(Scene scene) throws InterruptedException {
            send(scene, List.of(scene.load().late(), scene.load().early()));
        }
    }

    /** Some documents are refused by Elasticsearch. */
    record Unindexable() implements Fault {

        @Override
        public String name() {
            return "es-refuses";
        }

        @Override
        public void inflict(Scene scene) throws InterruptedException {
            send(scene, List.of(scene.load().unindexable()));
        }
    }

    private static void send(Scene scene, List<Lane> lanes) throws InterruptedException {
        lanes.forEach(lane -> lane.rate(RATE));
        Scene.pause(scene.lasting(BRIEFLY, LONG));
        lanes.forEach(lane -> lane.rate(0));
    }
}
