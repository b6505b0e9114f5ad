package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Http;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RuleIndexTest {

    @Test
    void candidates_randomFilters_missNoMatch() throws FilterException {
        List<RecordFilter> filters = new ArrayList<>();
        for (String filter : List.of(
                "service == 'cart'",
                "service in ['cart', 'search'] && http.status > 0",
                "event_name == 'a' && service == 'search'",
                "attributes.user == 'a'",
                "attributes.user == 'a' || service == 'cart'",
                "http.status >= 500",
                "http.route == 'a'",
                "resource.host.name == 'cart'",
                "")) {
            filters.add(RecordFilter.compile(Source.LOGS, filter));
        }
        RuleIndex<RecordFilter> index = RuleIndex.of(filters, filter -> filter);
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            SpecificRecord log = Records.randomLog(random);
            List<RecordFilter> candidates = candidates(index, log);
            assertThat(candidates).doesNotHaveDuplicates();
            Set<RecordFilter> found = new HashSet<>(candidates);
            for (RecordFilter filter : filters) {
                if (filter.test(log) == Match.YES) assertThat(found).contains(filter);
            }
        }
    }

    @Test
    void candidates_thousandServices_onlyTheOne() throws FilterException {
        List<RecordFilter> filters = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            filters.add(RecordFilter.compile(Source.LOGS, "http.status > 0 && service == 's" + i + "'"));
        }
        RuleIndex<RecordFilter> index = RuleIndex.of(filters, filter -> filter);
        assertThat(candidates(index, Records.log().setService("s7").build())).containsExactly(filters.get(7));
        assertThat(candidates(index, Records.log().setService("other").build())).isEmpty();
    }

    @Test
    void candidates_manyOfOneService_onlyThoseOfTheRoute() throws FilterException {
        List<RecordFilter> filters = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            filters.add(RecordFilter.compile(Source.LOGS, "service == 's' && http.route == 'r" + i + "'"));
        }
        filters.add(RecordFilter.compile(Source.LOGS, "service == 's'"));
        RuleIndex<RecordFilter> index = RuleIndex.of(filters, filter -> filter);
        Http http = Http.newBuilder().setRoute("r7").setStatus(200).build();
        SpecificRecord log = Records.log().setService("s").setHttp(http).build();

        assertThat(candidates(index, log)).containsExactlyInAnyOrder(filters.get(7), filters.get(100));
    }

    private static List<RecordFilter> candidates(RuleIndex<RecordFilter> index, SpecificRecord record) {
        List<RecordFilter> candidates = new ArrayList<>();
        index.candidates(record, candidates::add);
        return candidates;
    }
}
