package dev.vigia.processors.aggregate;

import dev.vigia.schemas.avro.Delta;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All series of one partition while a transaction lasts, in the order in which they were met. */
final class Heap {

    private final List<Series> series = new ArrayList<>();

    Series add(Series added) {
        series.add(added);
        return added;
    }

    void drain(int cut, Consumer<Delta> into) {
        for (Series one : series) one.drain(cut, into);
    }

    int size() {
        return series.size();
    }
}
