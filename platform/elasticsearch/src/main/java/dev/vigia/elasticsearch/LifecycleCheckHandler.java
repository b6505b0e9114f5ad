package dev.vigia.elasticsearch;

import java.util.List;
import java.util.concurrent.Executor;
import org.elasticsearch.action.ActionRunnable;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.action.RestToXContentListener;

/** {@code POST _vigia/lifecycle}: carries out what the lifecycles ask for at once, and answers with what that was. */
final class LifecycleCheckHandler extends BaseRestHandler {
    private final LifecycleService lifecycles;
    private final Executor blocking;

    LifecycleCheckHandler(LifecycleService lifecycles, Executor blocking) {
        this.lifecycles = lifecycles;
        this.blocking = blocking;
    }

    @Override
    public String getName() {
        return "vigia_lifecycle_check";
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(RestRequest.Method.POST, "/_vigia/lifecycle"));
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
        return channel -> blocking.execute(
                ActionRunnable.supply(new RestToXContentListener<LifecycleCheck>(channel), lifecycles::check));
    }
}
