package dev.vigia.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.platform.ChildProcess;
import dev.vigia.platform.Progress;
import dev.vigia.platform.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MemberTest {

    @TempDir
    Path dir;

    private final AtomicBoolean alive = new AtomicBoolean();

    private final RunningProcess process = new RunningProcess() {
        @Override
        public long pid() {
            return 1;
        }

        @Override
        public boolean alive() {
            return alive.get();
        }

        @Override
        public void kill() {
            alive.set(false);
        }

        @Override
        public void close() {
            alive.set(false);
        }
    };

    private RunningProcess up() {
        alive.set(true);
        return process;
    }

    @Test
    void start_afterItEndedByItself_isANewLifeAndIsRemembered() {
        Member member = new Member("m", Kind.CONSOLE, this::up);
        member.start();
        alive.set(false);
        assertThat(member.hasDied()).isTrue();

        member.start();

        assertThat(member.hasDied()).isFalse();
        assertThat(member.life().orElseThrow().number()).isEqualTo(2);
        assertThat(member.deaths()).hasSize(1);
    }

    @Test
    void kill_isNoDeathByItself() {
        Member member = new Member("m", Kind.CONSOLE, this::up);
        member.start();

        member.kill();
        member.start();

        assertThat(member.deaths()).isEmpty();
    }

    @Test
    void kill_whileItStarts_endsTheStart() {
        AtomicReference<ChildProcess> child = new AtomicReference<>();
        Member member = new Member("m", Kind.CONSOLE, () -> {
            child.set(ChildProcess.start("sleep", new ProcessBuilder("sleep", "600"), dir.resolve("log")));
            child.get().awaitReady(() -> false, Duration.ofMinutes(10), Progress.NONE);
            return child.get();
        });
        member.startInBackground();
        await().atMost(Duration.ofSeconds(30)).until(() -> child.get() != null);

        member.kill();

        assertThat(member.life()).isEmpty();
        assertThat(child.get().alive()).isFalse();
    }
}
