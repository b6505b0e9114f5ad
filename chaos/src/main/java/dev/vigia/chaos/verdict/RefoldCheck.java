package dev.vigia.chaos.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.chaos.cluster.Cluster;

/** {@code vigia verify}: the log folded again gives what was written, byte for byte, and all of it could be checked. */
final class RefoldCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RefoldCheck() {}

    static Check check(Cluster cluster) {
        Findings findings = new Findings("folded again, the same");
        Cluster.Run run = cluster.vigia("verify", "--json");
        try {
            JsonNode report = JSON.readTree(
                    run.output().substring(Math.max(0, run.output().indexOf("{\n"))));
            for (JsonNode check : report.path("checks")) {
                String name = check.path("name").asText();
                if (!check.path("passed").asBoolean()) findings.differ(name + ": " + check.path("first"));
                check.path("unchecked").forEach(why -> findings.differ(name + " not checked: " + why.asText()));
                check.path("counts").properties().forEach(count -> {
                    if (count.getKey().equals(name) || count.getKey().equals("transactions")) {
                        findings.count(
                                count.getKey().equals(name) ? name : name + "' transactions",
                                count.getValue().asLong());
                    }
                });
            }
            if (report.path("checks").isEmpty()) findings.differ(run.output());
        } catch (JsonProcessingException e) {
            findings.differ("vigia verify ended with " + run.exitCode() + ": " + run.output());
        }
        return findings.check();
    }
}
