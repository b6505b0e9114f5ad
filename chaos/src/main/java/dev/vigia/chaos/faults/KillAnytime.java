package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.cluster.Member;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code kill -9} of one process of some kinds at whatever moment: while it works, while it starts and restores its state, while it
 * takes over what another one has left, right after that one was killed, or while somebody is being told. Nobody waits for it to be
 * back.
 */
record KillAnytime(List<Kind> kinds) implements Fault {

    /** As long as a start takes, and as much again to work. */
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(30);

    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(3);
    /** As long as it takes to tell somebody. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(2);
    /** One kill in so many follows the one before at once; of those who tell, as many come while they do. */
    private static final int ONE_IN = 4;

    @Override
    public String name() {
        return "kill-" + kinds.stream().map(Kind::toString).collect(Collectors.joining("-")) + "-anytime";
    }

    @Override
    public void inflict(Scene scene) throws InterruptedException {
        Member member = scene.any(kinds.stream()
                .flatMap(kind -> scene.cluster().regular(kind).stream())
                .toList());
        await(scene, member);
        scene.say("kill -9 " + member + (member.life().isPresent() ? "" : ", which is not back yet"));
        member.kill();
        Scene.pause(scene.upTo(LONGEST_ABSENCE));
        member.startInBackground();
    }

    private static void await(Scene scene, Member member) throws InterruptedException {
        int choice = scene.random().nextInt(ONE_IN);
        if (choice == 0) return;
        if (choice == 1 && member.kind() == Kind.CONNECT) {
            scene.receivers().awaitCall(LONGEST_LIFE);
            Scene.pause(scene.upTo(LONGEST_CALL));
        } else {
            Scene.pause(scene.upTo(LONGEST_LIFE));
        }
    }
}
