package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** A service that takes one new message in so much time, and asks whoever sends more to come back. */
final class RateLimited implements HttpPeer.Service {

    private final HttpPeer.Service service;
    private final Predicate<Received> isMessage;
    private final long each;
    private final LongSupplier nanos;
    private final Answer tooMany;
    private long free;

    /**
     * @param isMessage which requests count
     * @param each the time for one
     * @param tooMany what it says to one message too many
     */
    RateLimited(
            HttpPeer.Service service,
            Predicate<Received> isMessage,
            Duration each,
            LongSupplier nanos,
            Answer tooMany) {
        this.service = service;
        this.isMessage = isMessage;
        this.each = each.toNanos();
        this.nanos = nanos;
        this.tooMany = tooMany;
        this.free = nanos.getAsLong();
    }

    @Override
    public synchronized Answer take(Received request) {
        if (!isMessage.test(request)) return service.take(request);
        long now = nanos.getAsLong();
        if (now - free < 0) return tooMany;
        free = now + each;
        return service.take(request);
    }

    @Override
    public Optional<String> key(Received request) {
        return service.key(request);
    }

    @Override
    public Answer refusal(String words) {
        return service.refusal(words);
    }
}
