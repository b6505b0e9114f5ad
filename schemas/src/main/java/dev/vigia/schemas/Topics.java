package dev.vigia.schemas;

import static dev.vigia.schemas.Topic.Visibility.INTERNAL;
import static dev.vigia.schemas.Topic.Visibility.PUBLIC;

import dev.vigia.schemas.Topic.Visibility;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Post;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Every topic of one installation. Immutable.
 *
 * @param logs canonical logs: Avro {@link Log}, any key
 * @param metrics canonical metrics: Avro {@link Metric}, any key; cumulative counters by series
 * @param spans canonical spans: Avro {@link Span}, any key
 * @param logsRaw what others write: JSON or Avro, by record id where it has one
 * @param metricsRaw what others write: JSON or Avro, by record id where it has one
 * @param signals the one input of {@code evaluate}, partitioned as {@code alerts} is
 * @param deltas frames of the built-in series, the input of {@code rollup}
 * @param control everything an operator or a configuration file says; the full history
 * @param alertsPosted alerts from outside, and how far they were listened to
 * @param rollups one merged record a series, minute and part
 * @param dispatchSignals the one input of {@code dispatch}
 * @param alerts one record a transition, by alert id; for subscribers
 * @param alertsCurrent the last record of each alert, by alert id
 * @param notifications what is to be told to whom, by notification id
 * @param decisions who is told of which alert, and who is not and why, by episode id
 * @param deliveries what came of it, by notification id
 * @param ledgerEntries which records were there and what became of them: the input of {@code ledger}
 * @param ledger the balance of each partition of logs, metrics and spans, by {@code topic|partition}
 * @param deadLetters original bytes of what could not be read or written; why is in the headers
 */
public record Topics(
        Topic logs,
        Topic metrics,
        Topic spans,
        Topic logsRaw,
        Topic metricsRaw,
        Topic signals,
        Topic deltas,
        Topic control,
        Topic alertsPosted,
        Topic rollups,
        Topic dispatchSignals,
        Topic alerts,
        Topic alertsCurrent,
        Topic notifications,
        Topic decisions,
        Topic deliveries,
        Topic ledgerEntries,
        Topic ledger,
        Topic deadLetters) {

    /**
     * The topics of an installation.
     *
     * @param prefix put before each name; may be empty
     * @param telemetryPartitions partitions of what applications produce, at least 1
     * @param signalPartitions partitions of {@code signals} and {@code alerts}; fixed once a cluster is set up, since
     *     the state of an alert lies with its partition
     */
    public static Topics of(String prefix, int telemetryPartitions, int signalPartitions) {
        Catalogue c = new Catalogue(prefix);
        return new Topics(
                c.kept("logs", Log.SCHEMA$, telemetryPartitions, 3, PUBLIC),
                c.kept("metrics", Metric.SCHEMA$, telemetryPartitions, 3, PUBLIC),
                c.kept("spans", Span.SCHEMA$, telemetryPartitions, 3, PUBLIC),
                c.foreign("logs.raw", telemetryPartitions, 1),
                c.foreign("metrics.raw", telemetryPartitions, 1),
                c.kept("signals", Signal.SCHEMA$, signalPartitions, 14, INTERNAL),
                c.kept("deltas", Frame.SCHEMA$, telemetryPartitions, 3, INTERNAL),
                c.forEver("control", Control.SCHEMA$, 1, false, INTERNAL),
                c.kept("alerts.posted", Post.SCHEMA$, 1, 3, INTERNAL),
                c.latest("rollups", Rollup.SCHEMA$, telemetryPartitions, 90, PUBLIC),
                c.kept("dispatch.signals", DispatchSignal.SCHEMA$, 1, 14, INTERNAL),
                c.kept("alerts", Alert.SCHEMA$, signalPartitions, 365, PUBLIC),
                c.forEver("alerts.current", Alert.SCHEMA$, signalPartitions, true, PUBLIC),
                c.kept("notifications", Notification.SCHEMA$, 1, 90, PUBLIC),
                c.kept("decisions", DispatchDecision.SCHEMA$, 1, 90, PUBLIC),
                c.kept("deliveries", Delivery.SCHEMA$, 1, 90, PUBLIC),
                c.kept("ledger.entries", LedgerEntry.SCHEMA$, 1, 3, INTERNAL),
                c.latest("ledger", Balance.SCHEMA$, 1, 7, PUBLIC),
                c.foreign("dead-letters", 1, 14));
    }

    /** All of them, in the order of the data flow. */
    public List<Topic> all() {
        return List.of(
                logs,
                metrics,
                spans,
                logsRaw,
                metricsRaw,
                signals,
                deltas,
                control,
                alertsPosted,
                rollups,
                dispatchSignals,
                alerts,
                alertsCurrent,
                notifications,
                decisions,
                deliveries,
                ledgerEntries,
                ledger,
                deadLetters);
    }

    /** The topics that people subscribe to, with whatever client they have. */
    public List<Topic> subscribed() {
        return List.of(alerts, alertsCurrent, notifications, decisions, deliveries);
    }

    /** The topics that {@code aggregate} folds, and data time waits for. */
    public List<Topic> aggregated() {
        return List.of(logs, metrics, spans);
    }

    private record Catalogue(String prefix) {

        Topic kept(String name, Schema schema, int partitions, int days, Visibility visibility) {
            return topic(name, Optional.of(schema), partitions, Optional.of(Duration.ofDays(days)), false, visibility);
        }

        Topic latest(String name, Schema schema, int partitions, int days, Visibility visibility) {
            return topic(name, Optional.of(schema), partitions, Optional.of(Duration.ofDays(days)), true, visibility);
        }

        Topic forEver(String name, Schema schema, int partitions, boolean compacted, Visibility visibility) {
            return topic(name, Optional.of(schema), partitions, Optional.empty(), compacted, visibility);
        }

        Topic foreign(String name, int partitions, int days) {
            return topic(name, Optional.empty(), partitions, Optional.of(Duration.ofDays(days)), false, PUBLIC);
        }

        private Topic topic(
                String name,
                Optional<Schema> schema,
                int partitions,
                Optional<Duration> retention,
                boolean compacted,
                Visibility visibility) {
            return new Topic(prefix + name, schema, partitions, retention, compacted, visibility);
        }
    }
}
