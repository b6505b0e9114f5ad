package dev.vigia.chaos.faults;

import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.cluster.Member;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code kill -9} of one process of a kind, or of any, which is started again soon after. */
record Kill(Optional<Kind> kind) implements Fault {

    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(3);

    static final Kill ANY = new Kill(Optional.empty());

    static Kill of(Kind kind) {
        return new Kill(Optional.of(kind));
    }

    @Override
    public String name() {
        return kind.map(some -> "kill-" + some).orElse("kill");
    }

    @Override
    public void inflict(Scene scene) throws InterruptedException {
        Kind some = kind.orElseGet(() -> scene.any(List.of(Kind.values())));
        List<Member> running = scene.cluster().running(some);
        if (!running.isEmpty()) kill(scene, scene.any(running));
    }

    static void kill(Scene scene, Member member) throws InterruptedException {
        scene.say("kill -9 " + member);
        member.kill();
        Scene.pause(scene.upTo(LONGEST_ABSENCE));
        scene.startAgain(member);
    }
}
