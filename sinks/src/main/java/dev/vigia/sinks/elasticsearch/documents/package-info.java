/** What a record looks like in Elasticsearch: one class a record type, by the Elastic Common Schema. */
@NullMarked
package dev.vigia.sinks.elasticsearch.documents;

import org.jspecify.annotations.NullMarked;
