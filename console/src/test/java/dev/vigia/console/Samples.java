package dev.vigia.console;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Exemplar;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.OnCallOverride;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.List;
import java.util.Map;

/** Records as the processors write them. */
public final class Samples {

    /** Everybody is told of what is critical, by itself the pager, which hears of nothing else, and by service whoever reads mail. */
    public static final Receivers RECEIVERS = new Receivers() {
        @Override
        public List<String> names() {
            return List.of("pager", "mail");
        }

        @Override
        public List<Told> of(Alert alert) {
            Told mail = new Told(
                    "mail", Map.of("service", String.valueOf(alert.getGroup().get("service"))));
            return alert.getSeverity() == Severity.CRITICAL
                    ? List.of(new Told("pager", AlertLabels.ofGroup(alert)), mail)
                    : List.of(mail);
        }
    };

    /** Says of each transition that it is right. */
    public static final Explaining EXPLAINING = (transition, patience) ->
            JsonNodeFactory.instance.objectNode().put("verdict", "match").put("sequence", transition.getSequence());

    /** Ana is on call on the schedule {@code primary}, or whom an override says that holds for all of the time. */
    public static final Rota ROTA = new Rota() {
        @Override
        public List<String> schedules() {
            return List.of("primary");
        }

        @Override
        public List<String> people() {
            return List.of("ana", "ben");
        }

        @Override
        public ArrayNode shifts(List<OnCallOverride> live, long from, long to) {
            String person = live.stream()
                    .filter(override -> override.getStartsAt() <= from && to <= override.getEndsAt())
                    .reduce((first, last) -> last)
                    .map(OnCallOverride::getPerson)
                    .orElse("ana");
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            json.addObject()
                    .put("name", "primary")
                    .put("zone", "UTC")
                    .putArray("shifts")
                    .addObject()
                    .put("person", person)
                    .put("from", from)
                    .put("to", to);
            return json;
        }
    };

    private Samples() {}

    /** An alert about a service; the first record of an episode. */
    public static Alert.Builder alert(String alertId, Transition transition, AlertState state) {
        return Alert.newBuilder()
                .setAlertId(alertId)
                .setEpisodeId("e-" + alertId)
                .setSequence(1)
                .setTransition(transition)
                .setState(state)
                .setAt(1_000)
                .setDataTime(1_000)
                .setStartedAt(1_000)
                .setRuleId("error-rate")
                .setRuleSet("shop.yaml")
                .setRuleVersion(3)
                .setTitle("Error rate of checkout")
                .setSummary("12 % of 240 requests failed")
                .setSeverity(Severity.CRITICAL)
                .setCategory("errors")
                .setGroup(Map.of("service", "checkout"))
                .setLabels(Map.of("team", "shop"))
                .setCondition("error_rate > 0.05")
                .setValue(0.12)
                .setThreshold(0.05)
                .setWindowStart(0)
                .setWindowEnd(60_000)
                .setSamples(240)
                .setLearning(false)
                .setEvidence(new Evidence(0L, List.of(), List.of()));
    }

    public static Evidence evidence(String topic, int partition, long offset) {
        return new Evidence(
                1L,
                List.of(new OffsetRange(topic, partition, offset, offset, 1L)),
                List.of(new Exemplar(topic, partition, offset)));
    }

    /** A minute of a service's requests; all of them took {@code seconds}. */
    public static Rollup.Builder requests(String service, long windowStart, long revision, long count) {
        return Rollup.newBuilder()
                .setKind("requests")
                .setService(service)
                .setDimensions(Map.of())
                .setWindowStart(windowStart)
                .setWindowEnd(windowStart + 60_000)
                .setRevision(revision)
                .setCount(count)
                .setErrors(0)
                .setClientErrors(0)
                .setValues(count)
                .setSum(count * 0.1)
                .setMin(0.1)
                .setMax(0.1)
                .setLast(0.1)
                .setP50(0.1)
                .setP95(0.1)
                .setP99(0.1);
    }

    public static String key(Rollup rollup) {
        return String.join(
                "|",
                rollup.getKind(),
                rollup.getService(),
                rollup.getDimensions().toString(),
                Long.toString(rollup.getWindowStart()),
                Long.toString(rollup.getPart()));
    }

    /** A partition of which all but {@code lag} records are in Elasticsearch. */
    public static Balance.Builder balance(String topic, int partition, long produced, long lag) {
        return Balance.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setFromOffset(0)
                .setToOffset(produced)
                .setProduced(produced)
                .setIndexed(produced - lag)
                .setDeadLettered(0)
                .setLag(lag)
                .setMissing(0)
                .setSurplus(0)
                .setBalancedTo(produced - lag)
                .setCompleteUpTo(1_700_000_000_000L);
    }

    public static DDSketch sketch() {
        return DDSketches.unboundedDense(0.01);
    }

    public static Log.Builder log(String service, int severityNumber, String message) {
        return Log.newBuilder()
                .setTimestamp(1_700_000_000_000_000L)
                .setService(service)
                .setSeverityNumber(severityNumber)
                .setMessage(message);
    }
}
