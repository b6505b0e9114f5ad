package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends events to the browsers that follow live (server-sent events of the HTML standard). Alerts and log lines are numbered;
 * who comes back with {@code Last-Event-ID} gets those it has missed, or {@code event: reset} when they are gone, and then has
 * to read everything anew. Thread-safe.
 */
final class EventHub {

    private static final int KEPT = 512;

    /** Sets numbers of this process apart from those of an earlier one. */
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private final int maxSubscribers;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final Deque<Numbered> recent = new ArrayDeque<>();
    private final Counter dropped;
    private long number;

    private record Numbered(long number, String event) {}

    EventHub(int maxSubscribers, MeterRegistry metrics) {
        this.maxSubscribers = maxSubscribers;
        Gauge.builder("vigia.console.streams", subscribers, Set::size)
                .description("browsers that follow live")
                .register(metrics);
        this.dropped = Counter.builder("vigia.console.streams.dropped")
                .description("browsers that were too slow to follow")
                .register(metrics);
    }

    HttpResponse subscribe(ServiceRequestContext context, HttpRequest request) {
        if (subscribers.size() >= maxSubscribers) {
            throw new ApiError(HttpStatus.SERVICE_UNAVAILABLE, "too_many_streams", "Too many browsers follow live.");
        }
        context.clearRequestTimeout();
        HttpResponseWriter writer = HttpResponse.streaming();
        writer.write(ResponseHeaders.builder(HttpStatus.OK)
                .contentType(MediaType.EVENT_STREAM)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-accel-buffering", "no")
                .build());
        Subscriber subscriber = new Subscriber(writer);
        String lastSeen = request.headers().get("last-event-id", "");
        synchronized (this) {
            subscriber.send("retry: 2000\n\n" + missed(lastSeen));
            subscribers.add(subscriber);
        }
        writer.whenComplete().handle((done, failure) -> subscribers.remove(subscriber));
        return writer;
    }

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    /** Sends something that may be missed. */
    void send(String event, String data) {
        broadcast("event: " + event + "\ndata: " + data + "\n\n");
    }

    /** Sends something that is sent again to who comes back. */
    synchronized void sendNumbered(String event, String data) {
        number++;
        String text = "id: " + run + "-" + number + "\nevent: " + event + "\ndata: " + data + "\n\n";
        recent.add(new Numbered(number, text));
        if (recent.size() > KEPT) recent.remove();
        broadcast(text);
    }

    /** Keeps connections open through proxies, and finds those that are dead. */
    void heartbeat() {
        broadcast(": still here\n\n");
    }

    void close() {
        subscribers.forEach(Subscriber::close);
    }

    private void broadcast(String text) {
        for (Subscriber subscriber : subscribers) {
            if (!subscriber.send(text)) dropped.increment();
        }
    }

    private String missed(String lastSeen) {
        if (lastSeen.isEmpty()) return "";
        long from = numberOf(lastSeen);
        boolean complete = from == number || (!recent.isEmpty() && recent.peek().number() <= from + 1);
        if (from < 0 || from > number || !complete) return "event: reset\ndata: {}\n\n";
        List<String> events = new ArrayList<>();
        for (Numbered one : recent) {
            if (one.number() > from) events.add(one.event());
        }
        return String.join("", events);
    }

    private long numberOf(String id) {
        if (!id.startsWith(run + "-")) return -1;
        try {
            return Long.parseLong(id.substring(run.length() + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
