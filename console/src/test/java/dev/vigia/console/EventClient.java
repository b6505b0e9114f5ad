package dev.vigia.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Follows server-sent events as a browser does. */
final class EventClient implements AutoCloseable {

    /** @param id empty when the event has none */
    record Event(String id, String name, String data) {}

    final List<Event> events = new CopyOnWriteArrayList<>();
    private final InputStream body;

    EventClient(URI uri, String lastEventId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!lastEventId.isEmpty()) request.header("Last-Event-ID", lastEventId);
        HttpResponse<InputStream> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) throw new IllegalStateException("status " + response.statusCode());
        body = response.body();
        Thread thread = new Thread(this::read, "event-client");
        thread.setDaemon(true);
        thread.start();
    }

    List<Event> named(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    private void read() {
        String id = "";
        String name = "";
        StringBuilder data = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) id = line.substring(4);
                else if (line.startsWith("event: ")) name = line.substring(7);
                else if (line.startsWith("data: ")) data.append(line.substring(6));
                else if (line.isEmpty()) {
                    if (data.length() > 0) events.add(new Event(id, name, data.toString()));
                    id = "";
                    name = "";
                    data.setLength(0);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Closed.
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
