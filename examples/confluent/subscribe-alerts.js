// Prints the transitions of alerts as they come, until Ctrl-C.   node subscribe-alerts.js [GROUP]
import { AvroDeserializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';
import { Kafka, logLevel } from 'kafkajs';

const brokers = (process.env.VIGIA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092').split(',');
const url = process.env.VIGIA_SCHEMA_REGISTRY_URL ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const deserializer = new AvroDeserializer(new SchemaRegistryClient({ baseURLs: [url] }), SerdeType.VALUE, {});
// KafkaJS reads committed records only, unless it is told otherwise.
const consumer = new Kafka({ brokers, logLevel: logLevel.ERROR }).consumer({ groupId: process.argv[2] ?? 'example-confluent' });

await consumer.connect();
await consumer.subscribe({ topics: ['alerts'], fromBeginning: true });
await consumer.run({
  eachMessage: async ({ topic, message }) => {
    // After a crash a record comes again: episode_id and sequence tell whether it was dealt with.
    const alert = await deserializer.deserialize(topic, message.value);
    console.log(`${new Date(alert.at).toISOString()} ${alert.transition} ${alert.severity} ${alert.title} (${alert.summary})`);
  },
});
