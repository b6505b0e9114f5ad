/** Whether everything is as it should be, by what Kafka, Elasticsearch and the processes show. */
@NullMarked
package dev.vigia.chaos.verdict;

import org.jspecify.annotations.NullMarked;
