package dev.vigia.processors.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Maintenance;
import dev.vigia.schemas.avro.MaintenanceWindow;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.NumberRange;
import dev.vigia.schemas.avro.TimeInterval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceFileTest {

    private static final String FILE = """
            time_intervals:
              - name: nights
                time_intervals:
                  - times: [{start_time: "22:00", end_time: "24:00"}]
                    weekdays: ["monday:friday", Sunday]
                    days_of_month: ["1:5", "-3:-1"]
                    months: ["january:3", "december"]
                    years: ["2027:2028"]
                    location: America/Sao_Paulo
                  - times: [{start_time: "00:00", end_time: "06:30"}]
            windows:
              - name: backups
                matchers: ['service=~"db|disk"', severity!=critical]
                mute_time_intervals: [nights]
                comment: they are slow then
            """;

    @Test
    void file_isReadAsAlertmanagerReadsIntervals() {
        TimeInterval first = new TimeInterval(
                List.of(new NumberRange(1320, 1440)),
                List.of(new NumberRange(1, 5), new NumberRange(0, 0)),
                List.of(new NumberRange(1, 5), new NumberRange(-3, -1)),
                List.of(new NumberRange(1, 3), new NumberRange(12, 12)),
                List.of(new NumberRange(2027, 2028)),
                "America/Sao_Paulo");
        TimeInterval second =
                new TimeInterval(List.of(new NumberRange(0, 390)), List.of(), List.of(), List.of(), List.of(), "UTC");
        assertThat(MaintenanceFile.parse("m.yaml", FILE))
                .isEqualTo(new Maintenance(List.of(new MaintenanceWindow(
                        "backups",
                        List.of(
                                new Matcher("service", MatchType.REGEXP, "db|disk"),
                                new Matcher("severity", MatchType.NOT_EQUAL, "critical")),
                        List.of(first, second),
                        "they are slow then"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "\"24:00\"} # \"25:00\"} # m.yaml line 4, time interval nights, end_time: '25:00' is no time of day",
                "\"24:00\"} # \"21:00\"} # m.yaml line 4, time interval nights, end_time: is not after start_time",
                "monday:friday # friday:monday # m.yaml line 5, time interval nights, weekdays: 'friday:monday' ends before",
                "Sunday # Someday # m.yaml line 5, time interval nights, weekdays: 'Someday' is none of sunday, monday",
                "-3:-1 # -1:-3 # m.yaml line 6, time interval nights, days_of_month: '-1:-3' are no days",
                "1:5 # 0:5 # m.yaml line 6, time interval nights, days_of_month: '0:5' are no days",
                "january:3 # january:13 # m.yaml line 7, time interval nights, months: '13' is not a number from 1 to 12",
                "America/Sao_Paulo # Atlantis # m.yaml line 9, time interval nights, location: 'Atlantis' is no time zone",
                "[nights] # [days] # m.yaml line 14, window backups, mute_time_intervals: there is no time interval 'days'; there are nights",
                "[nights] # [] # m.yaml line 14, window backups, mute_time_intervals: is missing",
                "severity!=critical # severity # m.yaml line 13, window backups, matchers: 'severity' is no matcher",
                "db|disk # db( # m.yaml line 13, window backups, matchers: matchers[0].value: 'db('",
                "comment: # coment: # m.yaml line 12, window backups, comment: is missing",
                "windows: # window: # m.yaml line 1, windows: is missing",
            })
    void mistake_isNamed_withFileLineAndField(String right, String wrong, String words) {
        assertThatThrownBy(() -> MaintenanceFile.parse("m.yaml", FILE.replace(right, wrong)))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(words);
    }

    @Test
    void fileThatIsShipped_isRight_andMutesNothing() throws Exception {
        Path file = Path.of(System.getProperty("vigia.root"), "config", "maintenance.yaml");
        assertThat(MaintenanceFile.parse(file.toString(), Files.readString(file))
                        .getWindows())
                .isEmpty();
    }
}
