package dev.vigia.sinks.elasticsearch;

import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.json.JsonpDeserializer;
import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.json.JsonpUtils;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/**
 * Reads the answer to a bulk request. The client's own reader makes an object of each entry; of nearly all of them only the
 * status is wanted.
 */
final class BulkAnswer {

    /** What the server is asked to answer with. */
    static final String FILTER_PATH = "items.*.status,items.*.failure_store,items.*.error.type,items.*.error.reason,"
            + "items.*.error.caused_by.type,items.*.error.caused_by.reason";

    static final JsonpDeserializer<List<ItemResult>> READER =
            JsonpDeserializer.of(EnumSet.of(Event.START_OBJECT), BulkAnswer::read);

    private BulkAnswer() {}

    private static List<ItemResult> read(JsonParser parser, JsonpMapper mapper) {
        List<ItemResult> items = new ArrayList<>();
        JsonpUtils.expectNextEvent(parser, Event.START_OBJECT);
        while (parser.next() == Event.KEY_NAME) {
            if (parser.getString().equals("items")) {
                JsonpUtils.expectNextEvent(parser, Event.START_ARRAY);
                while (parser.next() == Event.START_OBJECT) items.add(item(parser, mapper));
            } else {
                JsonpUtils.skipValue(parser);
            }
        }
        return items;
    }

    /** {@code {"create": {…}}}, the name being that of the action. */
    private static ItemResult item(JsonParser parser, JsonpMapper mapper) {
        JsonpUtils.expectNextEvent(parser, Event.KEY_NAME);
        JsonpUtils.expectNextEvent(parser, Event.START_OBJECT);
        int status = 0;
        String type = "";
        String reason = "";
        boolean stored = false;
        while (parser.next() == Event.KEY_NAME) {
            switch (parser.getString()) {
                case "status" -> {
                    JsonpUtils.expectNextEvent(parser, Event.VALUE_NUMBER);
                    status = parser.getInt();
                }
                case "failure_store" -> {
                    JsonpUtils.expectNextEvent(parser, Event.VALUE_STRING);
                    stored = parser.getString().equals("used");
                }
                case "error" -> {
                    ErrorCause error = ErrorCause._DESERIALIZER.deserialize(parser, mapper);
                    type = Objects.requireNonNullElse(error.type(), "");
                    reason = ItemResult.reason(error);
                }
                default -> JsonpUtils.skipValue(parser);
            }
        }
        JsonpUtils.expectNextEvent(parser, Event.END_OBJECT);
        if (status == 0) throw new IllegalStateException("an entry's answer has no status");
        if (stored) {
            return new ItemResult.Rejected("the document went to the failure store: its data stream cannot index it");
        }
        return ItemResult.of(status, type, reason);
    }
}
