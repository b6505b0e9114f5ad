package dev.vigia.processors.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One cache and one budget of write buffers for all stores of the process: without it each store would take up to 100 MB
 * outside of the heap. Public because Kafka Streams makes it by name.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final long CACHE_BYTES = 48L << 20;
    private static final long WRITE_BUFFERS_BYTES = 24L << 20;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
        tables.setBlockCache(Shared.CACHE);
        tables.setCacheIndexAndFilterBlocks(true);
        tables.setCacheIndexAndFilterBlocksWithHighPriority(true);
        tables.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(Shared.WRITE_BUFFERS);
        options.setWriteBufferSize(4L << 20);
        options.setMaxWriteBufferNumber(2);
        options.setTableFormatConfig(tables);
    }

    @Override
    public void close(String storeName, Options options) {
        // What is shared lives as long as the process.
    }

    private static final class Shared {

        static final Cache CACHE;
        static final WriteBufferManager WRITE_BUFFERS;

        static {
            RocksDB.loadLibrary();
            CACHE = new LRUCache(CACHE_BYTES, -1, false, 0.2);
            WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);
        }
    }
}
