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
import org.elasticsearch.common.settings.Setting;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;
import org.jspecify.annotations.Nullable;

/**
 * What clients expect and whose modules are not published: {@code GET /}, {@code _data_stream} and its {@code _lifecycle},
 * which show and change the server's own metadata, and the {@link LifecycleService} that carries lifecycles out.
 */
public final class ServerMetadataPlugin extends Plugin implements ActionPlugin {
    private static final String ORDER = "the server creates components before it asks for handlers";

    private @Nullable PluginServices services;
    private @Nullable LifecycleService lifecycles;

    @Override
    public Collection<?> createComponents(PluginServices services) {
        this.services = services;
        lifecycles = new LifecycleService(services);
        return List.of(lifecycles);
    }

    @Override
    public List<Setting<?>> getSettings() {
        return List.of(LifecycleService.POLL_INTERVAL);
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
        PluginServices server = requireNonNull(services, ORDER);
        DataStreamMetadata dataStreams = new DataStreamMetadata(server);
        return List.of(
                new RootHandler(dataStreams.clusterService()),
                new DataStreamHandler(dataStreams),
                new LifecycleHandler(dataStreams),
                new LifecycleCheckHandler(
                        requireNonNull(lifecycles, ORDER), server.threadPool().generic()));
    }
}
