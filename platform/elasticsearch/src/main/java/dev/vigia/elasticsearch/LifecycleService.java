package dev.vigia.elasticsearch;

import static org.elasticsearch.cluster.metadata.DataStreamLifecycle.CLUSTER_LIFECYCLE_DEFAULT_ROLLOVER_SETTING;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.action.admin.indices.delete.DeleteIndexRequest;
import org.elasticsearch.action.admin.indices.rollover.RolloverRequest;
import org.elasticsearch.action.admin.indices.rollover.RolloverResponse;
import org.elasticsearch.client.internal.Client;
import org.elasticsearch.cluster.metadata.DataStream;
import org.elasticsearch.cluster.metadata.DataStreamLifecycle;
import org.elasticsearch.cluster.metadata.Metadata;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.component.AbstractLifecycleComponent;
import org.elasticsearch.common.settings.Setting;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.index.Index;
import org.elasticsearch.index.IndexNotFoundException;
import org.elasticsearch.plugins.Plugin.PluginServices;
import org.elasticsearch.threadpool.Scheduler.Cancellable;
import org.elasticsearch.threadpool.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the lifecycles of data streams, in place of the server's module that is not published: a stream rolls over by
 * {@code cluster.lifecycle.default.rollover}, and a backing index is deleted once its {@code data_retention} has passed since
 * it was rolled over ({@code index.lifecycle.origination_date} counts instead where it is set). The write index and streams
 * without a lifecycle are left alone. Each step is one change of the cluster's state, so that a crash leaves it done or
 * undone, and the next check goes on. Thread-safe.
 */
final class LifecycleService extends AbstractLifecycleComponent {

    /** Time between checks. The real module's name; its default is longer, but a check of one node costs little. */
    static final Setting<TimeValue> POLL_INTERVAL = Setting.timeSetting(
            "data_streams.lifecycle.poll_interval",
            TimeValue.timeValueMinutes(1),
            TimeValue.timeValueSeconds(1),
            Setting.Property.Dynamic,
            Setting.Property.NodeScope);

    private static final Logger LOG = LogManager.getLogger(LifecycleService.class);

    private final Client client;
    private final ClusterService cluster;
    private final ThreadPool threads;
    private final PluginServices services;
    private @Nullable Cancellable polling;

    LifecycleService(PluginServices services) {
        this.services = services;
        client = services.client();
        cluster = services.clusterService();
        threads = services.threadPool();
    }

    @Override
    protected void doStart() {
        cluster.getClusterSettings().addSettingsUpdateConsumer(POLL_INTERVAL, this::poll);
        poll(cluster.getClusterSettings().get(POLL_INTERVAL));
    }

    @Override
    protected void doStop() {
        stopPolling();
    }

    @Override
    protected void doClose() {
        // There is nothing left to close.
    }

    private synchronized void poll(TimeValue interval) {
        stopPolling();
        polling = threads.scheduleWithFixedDelay(this::check, interval, threads.generic());
    }

    private synchronized void stopPolling() {
        if (polling != null) polling.cancel();
    }

    /** Looks at every data stream, and does what its lifecycle asks for. Blocks; for a generic thread. */
    LifecycleCheck check() {
        LifecycleCheck done = new LifecycleCheck(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (DataStream stream : streams()) {
            attempt(stream.getName(), done, () -> rollOver(stream, done));
        }
        for (DataStream stream : streams()) {
            for (Index index : expired(stream)) {
                attempt(index.getName(), done, () -> delete(index, done));
            }
        }
        return done;
    }

    /** One stream's trouble is not another's. */
    private static void attempt(String name, LifecycleCheck done, Runnable step) {
        try {
            step.run();
        } catch (ElasticsearchException | IllegalStateException | IllegalArgumentException e) {
            LOG.warn("The lifecycle of {} was not carried out; the next check tries again: {}", name, e.toString());
            done.failed().add(name);
        }
    }

    private List<DataStream> streams() {
        return List.copyOf(metadata().dataStreams().values());
    }

    private Metadata metadata() {
        return cluster.state().metadata();
    }

    private void rollOver(DataStream stream, LifecycleCheck done) {
        if (!stream.isIndexManagedByDataStreamLifecycle(stream.getWriteIndex(), metadata()::index)) return;
        RolloverRequest request = new RolloverRequest(stream.getName(), null);
        request.setConditions(cluster.getClusterSettings()
                .get(CLUSTER_LIFECYCLE_DEFAULT_ROLLOVER_SETTING)
                .resolveRolloverConditions(retention(stream)));
        RolloverResponse answer =
                client.admin().indices().rolloverIndex(request).actionGet();
        if (answer.isRolledOver()) done.rolledOver().add(stream.getName());
    }

    private List<Index> expired(DataStream stream) {
        return stream.getIndicesPastRetention(
                metadata()::index, threads::absoluteTimeInMillis, retention(stream), false);
    }

    /** How long the stream wants its data to be kept; null for ever. */
    private @Nullable TimeValue retention(DataStream stream) {
        DataStreamLifecycle lifecycle = stream.getDataLifecycle();
        if (lifecycle == null) return null;
        return lifecycle.getEffectiveDataRetention(
                services.dataStreamGlobalRetentionSettings().get(false), stream.isInternal());
    }

    /** The server refuses to delete an index that has become a write index in between. */
    private void delete(Index index, LifecycleCheck done) {
        try {
            client.admin()
                    .indices()
                    .delete(new DeleteIndexRequest(index.getName()))
                    .actionGet();
            done.deleted().add(index.getName());
        } catch (IndexNotFoundException e) {
            LOG.debug("{} is gone already.", index);
        }
    }
}
