package dev.vigia.processors.backtest;

import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A record of {@code control} and its offset. */
record Said(long offset, Control control) {

    Optional<RuleFile> ruleFile() {
        return control.getBody() instanceof RuleFile file ? Optional.of(file) : Optional.empty();
    }

    /** Without those whose id was there before, which have no effect. */
    static List<Said> once(List<Said> all) {
        Set<String> seen = new HashSet<>();
        return all.stream().filter(said -> seen.add(said.control().getId())).toList();
    }
}
