package dev.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A console that answers everything alike and keeps what it was asked, and the command line that asks it. */
final class FakeConsole implements BeforeEachCallback, AfterEachCallback {

    final List<AggregatedHttpRequest> asked = new ArrayList<>();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    HttpStatus status = HttpStatus.OK;
    String answer = "{}";

    private final Server server = Server.builder()
            .http(0)
            .serviceUnder(
                    "/",
                    (context, request) -> HttpResponse.of(request.aggregate().thenApply(body -> {
                        asked.add(body);
                        return HttpResponse.of(status, MediaType.JSON, answer);
                    })))
            .build();
    private int port;

    @Override
    public void beforeEach(ExtensionContext context) {
        server.start().join();
        port = server.activeLocalPort();
    }

    /** It listens no more at once; its threads take two seconds to end, which nobody waits for. */
    @Override
    public void afterEach(ExtensionContext context) {
        server.stop();
    }

    /** Nobody listens any more. */
    void stop() {
        server.stop().join();
    }

    /** The option by which a command finds it. */
    String option() {
        return "--console=http://127.0.0.1:" + port;
    }

    int run(String... arguments) {
        return Vigia.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** Of the last request. */
    JsonNode body() throws Exception {
        return ConsoleClient.JSON.readTree(asked.get(asked.size() - 1).contentUtf8());
    }
}
