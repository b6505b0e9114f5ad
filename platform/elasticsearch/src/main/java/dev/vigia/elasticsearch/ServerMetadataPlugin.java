package dev.vigia.elasticsearch;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.IndexScopedSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;
import org.jspecify.annotations.Nullable;

/**
 * The end points that clients expect and whose modules are not published: {@code GET /}, {@code _data_stream} and its
 * {@code _lifecycle}. They show and change the server's own metadata. Nothing here acts on a lifecycle: data older than
 * its retention stays until somebody deletes it.
 */
public final class ServerMetadataPlugin extends Plugin implements ActionPlugin {
    private @Nullable PluginServices services;

    @Override
    public Collection<?> createComponents(PluginServices services) {
        this.services = services;
        return List.of();
    }

    @Override
    public Collection<RestHandler> getRestHandlers(
            Settings settings,
            NamedWriteableRegistry namedWriteableRegistry,
            RestController restController,
            ClusterSettings clusterSettings,
            IndexScopedSettings indexScopedSettings,
            SettingsFilter settingsFilter,
            IndexNameExpressionResolver indexNameExpressionResolver,
            Supplier<DiscoveryNodes> nodesInCluster,
            Predicate<NodeFeature> clusterSupportsFeature) {
        DataStreamMetadata dataStreams = new DataStreamMetadata(
                requireNonNull(services, "the server creates components before it asks for handlers"));
        return List.of(
                new RootHandler(dataStreams.clusterService()),
                new DataStreamHandler(dataStreams),
                new LifecycleHandler(dataStreams));
    }
}
