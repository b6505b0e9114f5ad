package dev.vigia.processors.control;

import dev.vigia.schemas.avro.Input;
import java.util.List;

/** The input topics that data time has to wait for. */
@FunctionalInterface
public interface Inputs {

    /** The topics whose partitions are known by now. Never blocks. */
    List<Input> known();
}
