package dev.vigia.elasticsearch;

import static org.elasticsearch.rest.RestRequest.Method.DELETE;
import static org.elasticsearch.rest.RestRequest.Method.GET;

import java.util.List;
import java.util.Set;
import org.elasticsearch.action.datastreams.GetDataStreamAction;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.action.RestToXContentListener;

/** {@code GET _data_stream}, {@code GET _data_stream/{name}} and {@code DELETE _data_stream/{name}}. */
final class DataStreamHandler extends BaseRestHandler {
    private final DataStreamMetadata dataStreams;

    DataStreamHandler(DataStreamMetadata dataStreams) {
        this.dataStreams = dataStreams;
    }

    @Override
    public String getName() {
        return "vigia_data_stream";
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(GET, "/_data_stream"),
                new Route(GET, "/_data_stream/{name}"),
                new Route(DELETE, "/_data_stream/{name}"));
    }

    @Override
    protected Set<String> responseParams() {
        return Set.of("expand_wildcards", "include_defaults", "verbose", "master_timeout");
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
        String[] names = request.paramAsStringArray("name", new String[] {"*"});
        if (request.method() == DELETE) {
            return channel ->
                    dataStreams.delete(Set.copyOf(dataStreams.find(names)), new RestToXContentListener<>(channel));
        }
        return channel -> new RestToXContentListener<GetDataStreamAction.Response>(channel)
                .onResponse(new GetDataStreamAction.Response(dataStreams.find(names).stream()
                        .map(dataStreams::describe)
                        .toList()));
    }
}
