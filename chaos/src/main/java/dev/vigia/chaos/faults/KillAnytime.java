package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.cluster.Member;
import java.time.Duration;

/**
 * {@code kill -9} of one process of a kind at whatever moment: while it works, while it starts and restores its state, while it
 * takes over what another one has left, or right after that one was killed. Nobody waits for it to be back.
 */
record KillAnytime(Kind kind) implements Fault {

    /** As long as a start takes, and as much again to work. */
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(30);

    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(3);
    /** One kill in so many follows the one before at once. */
    private static final int AT_ONCE = 4;

    @Override
    public String name() {
        return "kill-" + kind + "-anytime";
    }

    @Override
    public void inflict(Scene scene) throws InterruptedException {
        if (scene.random().nextInt(AT_ONCE) > 0) Scene.pause(scene.upTo(LONGEST_LIFE));
        Member member = scene.any(scene.cluster().regular(kind));
        scene.say("kill -9 " + member + (member.life().isPresent() ? "" : ", which is not back yet"));
        member.kill();
        Scene.pause(scene.upTo(LONGEST_ABSENCE));
        member.startInBackground();
    }
}
