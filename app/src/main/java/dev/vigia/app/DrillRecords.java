package dev.vigia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.ingest.ship.GatewayClient;
import dev.vigia.ingest.ship.GatewayClient.Answer;
import dev.vigia.ingest.ship.NdjsonBody;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Severity;

/**
 * What a drill says to the gateway: log records of {@link Drills#SERVICE}, which the rule {@value #RULE} counts. They are of level
 * INFO, so that no rule takes them for errors. For one thread.
 */
final class DrillRecords {

    /** Id of the rule that makes an alert of them. */
    static final String RULE = "drill";

    private static final int OVER = 0;

    private final GatewayClient gateway;
    private final String drill;
    private final String service;
    private int sent;

    /** @param service which service the drill is about; the records are not its own */
    DrillRecords(GatewayClient gateway, String drill, String service) {
        this.gateway = gateway;
        this.drill = drill;
        this.service = service;
    }

    /**
     * Says that it is on, and waits until Kafka has it.
     *
     * @throws UserException when the gateway does not take it
     */
    void burning(Severity severity) {
        say(Severity.values().length - severity.ordinal(), "Drill " + drill + ": " + service + " is said to be broken");
    }

    /** Says that it is over, in the same way. */
    void over() {
        say(OVER, "Drill " + drill + " is over");
    }

    private void say(int severity, String message) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("id", "drill-" + drill + "-" + sent++)
                .put("service", Drills.SERVICE)
                .put("level", "info")
                .put("event_name", RULE)
                .put("message", message);
        record.putObject("attributes")
                .put(Drills.LABEL, drill)
                .put("service", service)
                .put("severity", severity);
        NdjsonBody body = new NdjsonBody();
        body.add(record);
        Answer answer;
        try {
            answer = gateway.post("/ingest/logs", body.gzipped());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("Interrupted before the gateway answered.", e);
        }
        if (answer instanceof Answer.Busy busy) {
            throw new UserException("The gateway at " + gateway.address() + " does not take records: " + busy.why()
                    + ". Start it (`vigia up` or `vigia ingest`), or say where it is with --gateway.");
        }
        if (answer instanceof Answer.Refused refused) {
            throw new UserException(
                    "The gateway at " + gateway.address() + " refuses the record: " + refused.body() + ".");
        }
    }
}
