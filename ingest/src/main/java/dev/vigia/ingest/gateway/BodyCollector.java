package dev.vigia.ingest.gateway;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Takes in the body of one request, as long as the limit and the budget allow. Runs on the request's event loop. What comes
 * in after a refusal is thrown away and not cut off: many clients read the answer only when they have sent everything.
 */
final class BodyCollector implements Subscriber<HttpObject> {

    private final int limit;
    private final Budget.Lease lease;
    private final List<byte[]> chunks = new ArrayList<>();
    private final CompletableFuture<List<byte[]>> body = new CompletableFuture<>();
    private long length;

    private BodyCollector(int limit, Budget.Lease lease) {
        this.limit = limit;
        this.lease = lease;
    }

    /** The pieces of the body; fails with a {@link Refusal}, or as the connection does. */
    static CompletableFuture<List<byte[]>> collect(HttpRequest request, int limit, Budget.Lease lease) {
        BodyCollector collector = new BodyCollector(limit, lease);
        try {
            long declared = Math.max(0, request.headers().contentLength());
            requireWithin(limit, declared);
            lease.requireRoom(declared);
            lease.reserve(Budget.OVERHEAD);
        } catch (Refusal e) {
            collector.body.completeExceptionally(e);
        }
        request.subscribe(collector);
        return collector.body;
    }

    static void requireWithin(int limit, long length) throws Refusal {
        if (length > limit) {
            throw new Refusal(
                    HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                    "the request has more than " + limit
                            + " bytes (ingest.max_request_bytes); send fewer records at once");
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject object) {
        if (!(object instanceof HttpData data) || body.isDone()) return;
        try {
            length += data.length();
            requireWithin(limit, length);
            lease.reserve(data.length());
            chunks.add(data.array());
        } catch (Refusal e) {
            chunks.clear();
            body.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable cause) {
        body.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        body.complete(chunks);
    }
}
