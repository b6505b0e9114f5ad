package dev.vigia.processors.aggregate;

import dev.vigia.schemas.avro.Delta;
import java.util.ArrayList;
import java.util.List;

/** All series of one partition while a transaction lasts, in the order in which they were met. */
final class Heap {

    private final List<Series> series = new ArrayList<>();

    Series add(Series added) {
        series.add(added);
        return added;
    }

    List<Delta> drain(int cut) {
        List<Delta> deltas = new ArrayList<>(series.size());
        series.forEach(one -> one.drain(cut, deltas::add));
        return deltas;
    }

    int size() {
        return series.size();
    }
}
