package dev.vigia.sinks.notify;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/** The contract for channels that post JSON. */
abstract class HttpChannelContract extends ChannelContract {

    private record HttpSide(HttpPeer http) implements Peer {

        @Override
        public int port() {
            return URI.create(http.url()).getPort();
        }

        @Override
        public String lastMessage() {
            return http.received().get(http.received().size() - 1).body();
        }

        @Override
        public void close() {
            http.close();
        }
    }

    abstract Channel channel(HttpPost post);

    @Override
    Channel channel(int port) {
        return channel(new HttpPost(URI.create("http://127.0.0.1:" + port + "/hook"), TIMEOUT, Clock.systemUTC()));
    }

    @Override
    Peer accepting() throws IOException {
        return new HttpSide(new HttpPeer());
    }

    @Override
    Peer busy() throws IOException {
        return answering(429, "slow down");
    }

    @Override
    Peer refusing() throws IOException {
        return answering(403, "not for you\nat all");
    }

    @Override
    Peer silent() throws IOException {
        HttpPeer http = new HttpPeer();
        http.fallSilent();
        return new HttpSide(http);
    }

    Peer answering(int status, String text) throws IOException {
        HttpPeer http = new HttpPeer();
        http.answer(status, text);
        return new HttpSide(http);
    }
}
