package dev.vigia.elasticsearch;

import static org.elasticsearch.rest.RestRequest.Method.DELETE;
import static org.elasticsearch.rest.RestRequest.Method.GET;
import static org.elasticsearch.rest.RestRequest.Method.PUT;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.elasticsearch.action.datastreams.lifecycle.GetDataStreamLifecycleAction;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.metadata.DataStream;
import org.elasticsearch.cluster.metadata.DataStreamLifecycle;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.action.RestChunkedToXContentListener;
import org.elasticsearch.rest.action.RestToXContentListener;
import org.elasticsearch.xcontent.XContentParser;

/** {@code GET}, {@code PUT} and {@code DELETE _data_stream/{name}/_lifecycle}: what {@link LifecycleService} carries out. */
final class LifecycleHandler extends BaseRestHandler {
    private static final String PATH = "/_data_stream/{name}/_lifecycle";

    private final DataStreamMetadata dataStreams;

    LifecycleHandler(DataStreamMetadata dataStreams) {
        this.dataStreams = dataStreams;
    }

    @Override
    public String getName() {
        return "vigia_data_stream_lifecycle";
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(GET, PATH), new Route(PUT, PATH), new Route(DELETE, PATH));
    }

    @Override
    protected Set<String> responseParams() {
        return Set.of("expand_wildcards", "include_defaults", "master_timeout", "timeout");
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) throws IOException {
        String[] names = request.paramAsStringArray("name", new String[] {"*"});
        return switch (request.method()) {
            case PUT -> {
                DataStreamLifecycle lifecycle = parse(request);
                yield channel -> dataStreams.setLifecycle(names, lifecycle, new RestToXContentListener<>(channel));
            }
            case DELETE -> channel -> dataStreams.removeLifecycle(names, new RestToXContentListener<>(channel));
            default ->
                channel -> new RestChunkedToXContentListener<GetDataStreamLifecycleAction.Response>(channel)
                        .onResponse(new GetDataStreamLifecycleAction.Response(dataStreams.find(names).stream()
                                .map(LifecycleHandler::lifecycleOf)
                                .toList()));
        };
    }

    private static DataStreamLifecycle parse(RestRequest request) throws IOException {
        if (!request.hasContent()) {
            return DataStreamLifecycle.DEFAULT_DATA_LIFECYCLE;
        }
        try (XContentParser body = request.contentParser()) {
            return DataStreamLifecycle.dataLifecycleFromXContent(body);
        }
    }

    private static GetDataStreamLifecycleAction.Response.DataStreamLifecycle lifecycleOf(DataStream stream) {
        return new GetDataStreamLifecycleAction.Response.DataStreamLifecycle(
                stream.getName(), stream.getDataLifecycle(), stream.isInternal());
    }
}
