package dev.vigia.chaos.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.chaos.cluster.Cluster;
import dev.vigia.chaos.cluster.Http;
import dev.vigia.chaos.cluster.Kind;
import dev.vigia.chaos.cluster.Member;
import java.net.URI;
import java.util.List;

/** Processes run that did not end by themselves, parts say that they are healthy, and connectors are running. */
final class HealthCheck {

    private static final List<String> CONNECTORS = List.of("vigia-elasticsearch", "vigia-notify");

    private HealthCheck() {}

    static Check check(Cluster cluster) {
        Findings findings = new Findings("all parts are well");
        for (Member member : cluster.members()) {
            member.deaths().forEach(findings::differ);
            if (member.hasDied()) findings.differ(member + " has ended by itself");
        }
        for (Kind kind : List.of(Kind.PROCESSORS, Kind.GATEWAY, Kind.CONSOLE)) {
            for (Member part : cluster.running(kind)) health(part, cluster.url(part), findings);
        }
        URI connect = cluster.url(cluster.running(Kind.CONNECT).get(0));
        CONNECTORS.forEach(name -> connector(name, connect, findings));
        findings.count(
                "processes",
                cluster.members().stream().filter(it -> it.life().isPresent()).count());
        return findings.check();
    }

    private static void health(Member part, URI url, Findings findings) {
        JsonNode health = Http.json(url.resolve("/health"));
        if (health.path("status").asText().equals("healthy")) return;
        health.path("services").properties().forEach(service -> {
            if (!service.getValue().path("status").asText().equals("healthy")) {
                findings.differ(part + ": " + service.getKey() + " " + service.getValue());
            }
        });
        if (health.path("services").isEmpty()) findings.differ(part + " says " + health);
    }

    private static void connector(String name, URI connect, Findings findings) {
        JsonNode status = Http.json(connect.resolve("/connectors/" + name + "/status"));
        boolean runs = status.path("connector").path("state").asText().equals("RUNNING")
                && !status.path("tasks").isEmpty();
        for (JsonNode task : status.path("tasks"))
            runs &= task.path("state").asText().equals("RUNNING");
        if (!runs) findings.differ(name + ": " + status);
    }
}
