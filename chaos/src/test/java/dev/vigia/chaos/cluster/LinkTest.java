package dev.vigia.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.platform.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final int SHORT_MILLIS = 300;
    private static final int LONG_MILLIS = 30_000;

    @Test
    void cut_holdsBothDirectionsAndNewConnections_healLetsThemArrive() throws Exception {
        int port = Ports.free();
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                Link link = new Link(port, server.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket peer = server.accept()) {
            client.getOutputStream().write('a');
            assertThat(peer.getInputStream().read()).isEqualTo('a');

            link.cut();
            client.getOutputStream().write('b');
            peer.getOutputStream().write('c');
            try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertNothingComes(client);
                assertNothingComes(peer);
                server.setSoTimeout(SHORT_MILLIS);
                assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);

                link.heal();
                client.setSoTimeout(LONG_MILLIS);
                peer.setSoTimeout(LONG_MILLIS);
                server.setSoTimeout(LONG_MILLIS);
                assertThat(peer.getInputStream().read()).isEqualTo('b');
                assertThat(client.getInputStream().read()).isEqualTo('c');
                server.accept().close();
                assertThat(late.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static void assertNothingComes(Socket socket) throws Exception {
        socket.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
