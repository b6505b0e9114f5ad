package dev.vigia.elasticsearch;

import java.io.IOException;
import java.util.List;
import org.elasticsearch.xcontent.ToXContentObject;
import org.elasticsearch.xcontent.XContentBuilder;

/**
 * What one check of all lifecycles has done.
 *
 * @param rolledOver data streams
 * @param deleted backing indices
 * @param failed streams and indices that the next check tries again
 */
record LifecycleCheck(List<String> rolledOver, List<String> deleted, List<String> failed) implements ToXContentObject {

    @Override
    public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
        return builder.startObject()
                .stringListField("rolled_over", rolledOver)
                .stringListField("deleted", deleted)
                .stringListField("failed", failed)
                .endObject();
    }
}
