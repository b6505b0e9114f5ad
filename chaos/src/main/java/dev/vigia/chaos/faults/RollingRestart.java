package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.cluster.Member;
import java.time.Duration;

/** All processes of a kind, one after the other, are told to stop and started again. */
record RollingRestart(Kind kind) implements Fault {

    private static final Duration BETWEEN = Duration.ofSeconds(3);

    @Override
    public String name() {
        return "roll-" + kind;
    }

    @Override
    public void inflict(Scene scene) throws InterruptedException {
        for (Member member : scene.cluster().running(kind)) {
            scene.say("SIGTERM " + member);
            long begun = System.nanoTime();
            member.stop();
            long stopped = System.nanoTime();
            member.start();
            scene.say("%s ended after %d ms and is back after %d ms"
                    .formatted(member, (stopped - begun) / 1_000_000, (System.nanoTime() - stopped) / 1_000_000));
            Scene.pause(BETWEEN);
        }
    }
}
