// Writes errors of a service straight to the topic `logs`, as Avro.   node produce-logs.js [SERVICE] [HOW MANY]
import { AvroSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';
import { Kafka, logLevel } from 'kafkajs';

const service = process.argv[2] ?? 'till';
const many = Number(process.argv[3] ?? 12);

const brokers = (process.env.VIGIA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092').split(',');
const url = process.env.VIGIA_SCHEMA_REGISTRY_URL ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const registry = new SchemaRegistryClient({ baseURLs: [url] });
// Vigia has registered the schema of `logs`: it is fetched by its subject, logs-value, and nothing is registered.
const serializer = new AvroSerializer(registry, SerdeType.VALUE, { useLatestVersion: true, autoRegisterSchemas: false });
const producer = new Kafka({ brokers, logLevel: logLevel.ERROR }).producer({ idempotent: true, maxInFlightRequests: 1 });

// What is left out has the schema's default. A value of `attributes` is written with its type's name.
const log = (i) => ({
  timestamp: Date.now() * 1_000, // microseconds
  severity_number: 17, // ERROR
  service,
  message: `payment ${i} was declined`,
  event_name: 'payment_failed',
  exception: { type: 'PaymentDeclined', message: 'insufficient funds' },
  resource: { 'service.version': '1.4.2' },
  attributes: { 'payment.provider': { string: 'acme' }, 'payment.amount': { double: 12.5 } },
});

const values = await Promise.all(Array.from({ length: many }, (_, i) => serializer.serialize('logs', log(i))));

await producer.connect();
await producer.send({ topic: 'logs', acks: -1, messages: values.map((value) => ({ value })) });
await producer.disconnect();
console.log(`${many} logs of ${service} are in Kafka`);
