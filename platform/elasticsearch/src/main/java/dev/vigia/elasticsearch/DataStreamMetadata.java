package dev.vigia.elasticsearch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.datastreams.GetDataStreamAction.Response.DataStreamInfo;
import org.elasticsearch.action.datastreams.GetDataStreamAction.Response.IndexProperties;
import org.elasticsearch.action.datastreams.GetDataStreamAction.Response.ManagedBy;
import org.elasticsearch.action.support.IndicesOptions;
import org.elasticsearch.action.support.master.AcknowledgedResponse;
import org.elasticsearch.cluster.ClusterState;
import org.elasticsearch.cluster.ClusterStateUpdateTask;
import org.elasticsearch.cluster.health.ClusterStateHealth;
import org.elasticsearch.cluster.metadata.DataStream;
import org.elasticsearch.cluster.metadata.DataStreamLifecycle;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.metadata.MetadataDataStreamsService;
import org.elasticsearch.cluster.metadata.MetadataIndexTemplateService;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.Priority;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.index.Index;
import org.elasticsearch.plugins.Plugin.PluginServices;

/** Data streams as the server's cluster state has them. Thread-safe. */
final class DataStreamMetadata {
    private static final TimeValue TIMEOUT = TimeValue.timeValueSeconds(30);

    private final ClusterService cluster;
    private final IndexNameExpressionResolver names;
    private final MetadataDataStreamsService service;
    private final Settings settings;

    DataStreamMetadata(PluginServices services) {
        cluster = services.clusterService();
        names = services.indexNameExpressionResolver();
        settings = services.environment().settings();
        service = new MetadataDataStreamsService(
                cluster, services.indicesService(), services.dataStreamGlobalRetentionSettings());
    }

    ClusterService clusterService() {
        return cluster;
    }

    /**
     * The streams of these names and wildcards; all for none.
     *
     * @throws org.elasticsearch.index.IndexNotFoundException if a name without wildcards has no stream
     */
    List<DataStream> find(String... expressions) {
        ClusterState state = cluster.state();
        Map<String, DataStream> all = state.metadata().dataStreams();
        return names.dataStreamNames(state, IndicesOptions.strictExpandHidden(), expressions).stream()
                .map(all::get)
                .toList();
    }

    DataStreamInfo describe(DataStream stream) {
        ClusterState state = cluster.state();
        String[] indices = stream.getIndices().stream().map(Index::getName).toArray(String[]::new);
        String mode = stream.getIndexMode() == null
                ? "standard"
                : stream.getIndexMode().getName();
        return new DataStreamInfo(
                stream,
                false,
                new ClusterStateHealth(state, indices).getStatus(),
                MetadataIndexTemplateService.findV2Template(state.metadata(), stream.getName(), false),
                null,
                null,
                stream.getIndices().stream()
                        .collect(
                                Collectors.toMap(Function.identity(), index -> properties(state, stream, index, mode))),
                false,
                null,
                mode);
    }

    private static IndexProperties properties(ClusterState state, DataStream stream, Index index, String mode) {
        boolean managed = stream.isIndexManagedByDataStreamLifecycle(index, state.metadata()::index);
        return new IndexProperties(false, null, managed ? ManagedBy.LIFECYCLE : ManagedBy.UNMANAGED, mode);
    }

    // Deprecated in favor of queues that batch; deletions are few.
    @SuppressWarnings("deprecation")
    void delete(Set<DataStream> streams, ActionListener<AcknowledgedResponse> listener) {
        cluster.submitUnbatchedStateUpdateTask("delete-data-streams", new ClusterStateUpdateTask(Priority.HIGH) {
            @Override
            public ClusterState execute(ClusterState state) {
                return MetadataDataStreamsService.deleteDataStreams(state, streams, settings);
            }

            @Override
            public void onFailure(Exception e) {
                listener.onFailure(e);
            }

            @Override
            public void clusterStateProcessed(ClusterState before, ClusterState after) {
                listener.onResponse(AcknowledgedResponse.TRUE);
            }
        });
    }

    void setLifecycle(
            String[] expressions, DataStreamLifecycle lifecycle, ActionListener<AcknowledgedResponse> listener) {
        service.setLifecycle(namesOf(expressions), lifecycle, TIMEOUT, TIMEOUT, listener);
    }

    void removeLifecycle(String[] expressions, ActionListener<AcknowledgedResponse> listener) {
        service.removeLifecycle(namesOf(expressions), TIMEOUT, TIMEOUT, listener);
    }

    private List<String> namesOf(String... expressions) {
        return find(expressions).stream().map(DataStream::getName).toList();
    }
}
