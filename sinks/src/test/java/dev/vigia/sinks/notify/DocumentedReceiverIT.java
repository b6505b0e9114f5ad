package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/subscribing.md says in Python on who sent a request, done as it stands there with requests of the channel's. */
class DocumentedReceiverIT {

    /** What a continuous integration sets; where it does, nothing may be skipped. */
    private static final boolean CI = "true".equals(System.getenv("CI"));

    private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** Asks about the requests in a file; {@code first} is there twice, {@code again} is the same message, sent again. */
    private static final String QUESTIONS = """

            import json, sys
            first, again = [(one["headers"], one["body"].encode()) for one in json.load(open(sys.argv[1], encoding="utf-8"))]
            secret, other = sys.argv[2:4]
            print("as it came", verified(*first, secret))
            print("by the other secret", verified(*first, other))
            print("by a wrong secret", verified(*first, "whsec_d3Jvbmc="))
            print("another body", verified(first[0], first[1] + b" ", secret))
            print("another id", verified(first[0] | {"webhook-id": "other"}, first[1], secret))
            print("new", is_new(first[0]))
            print("replayed", verified(*first, secret), is_new(first[0]))
            print("sent again", verified(*again, secret), is_new(again[0]))
            came = time.time()
            time.time = lambda: came + 400
            print("replayed later", verified(*first, secret), is_new(first[0]))
            time.time = lambda: came - 400
            print("before it was sent", verified(*first, secret))
            """;

    @TempDir
    Path dir;

    @Test
    void receiver_inPython_tellsWhatIsOursAndNew() throws Exception {
        assumeTrue(CI || hasPython(), "there is no python3");
        Path program = Files.writeString(dir.resolve("receiver.py"), documented() + QUESTIONS);
        Path requests = Files.writeString(dir.resolve("requests.json"), sentTwice());

        Process python = new ProcessBuilder(
                        "python3", program.toString(), requests.toString(), SignedWebhookService.SECRET, OTHER)
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.lines())
                .containsExactly(
                        "as it came True",
                        "by the other secret True",
                        "by a wrong secret False",
                        "another body False",
                        "another id False",
                        "new True",
                        "replayed True False",
                        "sent again True False",
                        "replayed later False False",
                        "before it was sent False");
        assertThat(python.waitFor()).isZero();
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String documented() throws IOException {
        Path root = Path.of(System.getProperty("vigia.root"));
        String page = Files.readString(root.resolve("docs/subscribing.md"));
        String fence = "```python\n";
        int from = page.indexOf(fence) + fence.length();
        assertThat(from).isGreaterThanOrEqualTo(fence.length());
        return page.substring(from, page.indexOf("```\n", from));
    }

    private static String sentTwice() throws IOException {
        try (HttpPeer peer = new HttpPeer()) {
            Channel channel = ChannelContract.channel(
                    "webhook",
                    Map.of("url", peer.url(), "secret", SignedWebhookService.SECRET + " " + OTHER),
                    ChannelContract.LONG);
            Notification notification = Samples.notification(
                    "n1", "r", "webhook", ChannelContract.alert(Transition.ACTIVE, AlertState.ACTIVE));
            for (int attempt = 1; attempt <= 2; attempt++) {
                channel.send(Notification.newBuilder(notification)
                        .setAttempt(attempt)
                        .build());
            }
            return json(peer.received()).toString();
        }
    }

    private static List<ObjectNode> json(List<Received> requests) {
        ObjectMapper json = new ObjectMapper();
        return requests.stream()
                .map(request -> {
                    ObjectNode one = json.createObjectNode().put("body", request.body());
                    ObjectNode headers = one.putObject("headers");
                    for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
                        headers.put(name, request.header(name).orElseThrow());
                    }
                    return one;
                })
                .toList();
    }
}
