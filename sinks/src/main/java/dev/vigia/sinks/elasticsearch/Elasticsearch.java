package dev.vigia.sinks.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import dev.vigia.sinks.elasticsearch.documents.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The server, as far as it is needed here. Thread-safe. */
interface Elasticsearch extends AutoCloseable {

    int BAD_REQUEST = 400;
    int NOT_FOUND = 404;

    /** A request by the client. */
    interface Call<T> {
        T on(ElasticsearchClient client) throws IOException;
    }

    /**
     * Makes a request and waits for the answer.
     *
     * @param wish what the server is to do, for messages: {@code show the template x}
     * @param no a status that is an answer, too: 404 where nothing may be there, 400 where the server may be unable
     * @return empty for the status {@code no}
     * @throws UnavailableException for any other status that is not 2xx, and when there is no answer
     */
    <T> Optional<T> call(String wish, int no, Call<T> call) throws UnavailableException;

    /** The same where only 2xx is an answer. */
    default <T> T call(String wish, Call<T> call) throws UnavailableException {
        return call(wish, -1, call).orElseThrow();
    }

    /**
     * Sends a bulk request.
     *
     * @param entries at least one; all for data streams or all for plain indices
     * @param whenDone called once, from any thread
     */
    void bulk(List<Operation> entries, Consumer<BulkResult> whenDone);

    @Override
    void close();
}
