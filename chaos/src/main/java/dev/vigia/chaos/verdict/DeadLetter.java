package dev.vigia.chaos.verdict;

/** Who gave up on which record. */
record DeadLetter(String stage, Place place) {

    @Override
    public String toString() {
        return place + " by " + stage;
    }

    /** Where a record lies in Kafka. */
    record Place(String topic, int partition, long offset) {

        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }
}
