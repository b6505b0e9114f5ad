package dev.vigia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vigia.console.Rota;
import dev.vigia.processors.oncall.Cover;
import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.oncall.OnCallFile;
import dev.vigia.processors.oncall.Person;
import dev.vigia.processors.oncall.Schedule;
import dev.vigia.runtime.TextFile;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.OnCallOverride;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The file {@code config/on-call.yaml}, as the console asks it. */
final class OnCallRota implements Rota {

    private final OnCall onCall;

    OnCallRota(OnCall onCall) {
        this.onCall = onCall;
    }

    /**
     * Reads a file; without one, nobody is on call.
     *
     * @param receivers names of those in the routes that are told at once
     * @throws UserException naming file, line and field of the first thing that is wrong
     */
    static OnCall read(Path file, Set<String> receivers) {
        if (!Files.exists(file)) return OnCall.none();
        return OnCallFile.parse(file.toString(), TextFile.read(file), receivers, Instant.now());
    }

    @Override
    public List<String> schedules() {
        return onCall.schedules().stream().map(Schedule::name).toList();
    }

    @Override
    public List<String> people() {
        return onCall.people().stream().map(Person::name).toList();
    }

    @Override
    public ArrayNode shifts(List<OnCallOverride> live, long from, long to) {
        ArrayNode json = ConsoleClient.JSON.createArrayNode();
        OnCall now = onCall.with(live.stream().map(Cover::of).toList());
        for (Schedule schedule : now.schedules()) {
            ArrayNode shifts = json.addObject()
                    .put("name", schedule.name())
                    .put("zone", schedule.zone().getId())
                    .putArray("shifts");
            schedule.shifts(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to))
                    .forEach(shift -> shifts.addObject()
                            .put("person", shift.person().orElse(null))
                            .put("from", shift.from().toEpochMilli())
                            .put("to", shift.to().toEpochMilli()));
        }
        return json;
    }
}
