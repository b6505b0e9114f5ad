package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.platform.Ports;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every channel does, whoever listens. */
abstract class ChannelContract {

    static final Duration TIMEOUT = Duration.ofMillis(1_500);

    /** The other side. */
    interface Peer extends AutoCloseable {
        int port();

        /** The last message as text, decoded. */
        String lastMessage();

        @Override
        void close();
    }

    private Peer peer;

    abstract String kind();

    /** What stands before the title of a critical alert. */
    String sign() {
        return "🚨";
    }

    abstract Channel channel(int port);

    abstract Peer accepting() throws Exception;

    abstract Peer busy() throws Exception;

    abstract Peer refusing() throws Exception;

    abstract Peer silent() throws Exception;

    @AfterEach
    void closePeer() {
        if (peer != null) peer.close();
    }

    @Test
    void send_peerAccepts_isDeliveredWithItsText() throws Exception {
        peer = accepting();

        Outcome outcome = channel(peer.port()).send(firing());

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(peer.lastMessage()).contains("Muitos erros no pagamento — não é ação", sign());
    }

    @Test
    void send_resolved_saysSo() throws Exception {
        peer = accepting();

        Outcome outcome = channel(peer.port())
                .send(Samples.notification("n2", "r", kind(), Samples.alert(Transition.RESOLVED, AlertState.INACTIVE)));

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        assertThat(peer.lastMessage()).doesNotContain(sign());
    }

    @Test
    void send_peerIsBusy_mayBeTriedAgain() throws Exception {
        peer = busy();

        assertThat(channel(peer.port()).send(firing())).isInstanceOf(Outcome.Retryable.class);
    }

    @Test
    void send_peerRefuses_hasFailedWithItsWords() throws Exception {
        peer = refusing();

        Outcome outcome = channel(peer.port()).send(firing());

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.detail()).contains("not for you").doesNotContain("\n");
    }

    @Test
    void send_peerSaysNothing_mayBeTriedAgain() throws Exception {
        peer = silent();

        assertThat(channel(peer.port()).send(firing())).isInstanceOf(Outcome.Retryable.class);
    }

    @Test
    void send_nobodyListens_mayBeTriedAgain() {
        Outcome outcome = channel(Ports.free()).send(firing());

        assertThat(outcome).isInstanceOf(Outcome.Retryable.class);
        assertThat(outcome.detail()).isNotBlank();
    }

    Notification firing() {
        var alert = dev.vigia.schemas.avro.Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setTitle("Muitos erros no pagamento — não é ação")
                .build();
        return Samples.notification("n1", "r", kind(), alert);
    }
}
