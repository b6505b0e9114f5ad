package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.cluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What befalls the registry, the processors and Connect besides being killed. */
final class PartFaults {

    private PartFaults() {}

    static List<Fault> all() {
        return List.of(new RegistryDown(), new LostState(), new ScaleOut(), new StallConnect());
    }

    /** The registry is away for a while. */
    record RegistryDown() implements Fault {

        @Override
        public String name() {
            return "registry-down";
        }

        @Override
        public void inflict(Scene scene) throws InterruptedException {
            Member registry = scene.cluster().member("registry");
            Duration lasting = scene.lasting(Duration.ofSeconds(8), Duration.ofMinutes(5));
            scene.say("the registry is down for " + lasting.toSeconds() + " s");
            registry.kill();
            Scene.pause(lasting);
            scene.startAgain(registry);
        }
    }

    /** An instance of the processors is killed, and its disk is gone. */
    record LostState() implements Fault {

        @Override
        public String name() {
            return "lost-state";
        }

        @Override
        public void inflict(Scene scene) throws IOException {
            Member processors = scene.any(scene.cluster().regular(Kind.PROCESSORS));
            scene.say("kill -9 " + processors + ", and its state is gone");
            processors.kill();
            delete(scene.cluster().dataOf(processors));
            scene.startAgain(processors);
        }

        private static void delete(Path folder) throws IOException {
            List<Path> all;
            try (Stream<Path> files = Files.walk(folder)) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) Files.delete(file);
        }
    }

    /**
     * A Connect worker stands still while it tells somebody, for longer than Kafka waits for it. It goes on when another has done
     * its work.
     */
    record StallConnect() implements Fault {

        @Override
        public String name() {
            return "stall-connect";
        }

        @Override
        public void inflict(Scene scene) throws InterruptedException {
            Member worker = scene.any(scene.cluster().regular(Kind.CONNECT));
            Duration lasting = scene.lasting(Duration.ofSeconds(20), Duration.ofSeconds(45));
            scene.receivers().awaitCall(Duration.ofSeconds(60));
            scene.say(worker + " stands still for " + lasting.toSeconds() + " s");
            Scene.freeze(worker, lasting);
        }
    }

    /** A third instance of the processors comes, does its share, and goes. */
    record ScaleOut() implements Fault {

        @Override
        public String name() {
            return "scale-out";
        }

        @Override
        public void inflict(Scene scene) throws InterruptedException {
            Duration watched = scene.lasting(Duration.ofSeconds(8), Duration.ofSeconds(30));
            Member third = scene.cluster().member("processors-3");
            scene.say("two instances: " + Shares.during(watched, scene.cluster()));
            third.start();
            // Rebalancing, and the state has to be restored before a task moves.
            Scene.pause(scene.lasting(Duration.ofSeconds(12), Duration.ofSeconds(60)));
            scene.say("three instances: " + Shares.during(watched, scene.cluster()));
            third.stop();
        }
    }
}
