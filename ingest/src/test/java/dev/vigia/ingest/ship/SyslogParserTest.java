package dev.vigia.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogParserTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T12:00:00Z"), ZoneOffset.UTC);

    private static SyslogParser parser() {
        return new SyslogParser(ZoneOffset.UTC, MissingYear.guessed(CLOCK, ZoneOffset.UTC));
    }

    private static JsonNode parse(String line) {
        Parsed parsed = parser().parse(line);
        assertThat(parsed.understood()).isTrue();
        return parsed.json();
    }

    @Test
    void parse_rfc3164_givesTimeHostAndProcess() {
        assertThat(parse("Feb  3 13:06:56 web-1 systemd-logind[1118]: New seat seat0."))
                .hasToString("{\"attributes\":{\"process.name\":\"systemd-logind\",\"process.pid\":1118},"
                        + "\"resource\":{\"host.name\":\"web-1\"},\"message\":\"New seat seat0.\","
                        + "\"service\":\"systemd-logind\",\"timestamp\":\"2026-02-03T13:06:56Z\"}");
    }

    @Test
    void parse_zone_isApplied() {
        ZoneId zone = ZoneId.of("America/Sao_Paulo");
        var parser = new SyslogParser(zone, MissingYear.guessed(CLOCK, zone));

        assertThat(parser.parse("Feb  3 13:06:56 h p: x").time()).hasToString("Optional[2026-02-03T16:06:56Z]");
    }

    @Test
    void parse_priority_givesSeverityAndFacility() {
        JsonNode json = parse("<34>Feb  3 13:06:56 web-1 su: 'su root' failed");

        assertThat(json.path("severity_text").asText()).isEqualTo("critical");
        assertThat(json.path("severity_number").asInt()).isEqualTo(18);
        assertThat(json.path("attributes").path("log.syslog.facility.code").asInt())
                .isEqualTo(4);
    }

    /** The examples of RFC 5424, section 6.5, in short. */
    @Test
    void parse_rfc5424_givesEveryPart() {
        JsonNode json = parse("<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 42 ID47 "
                + "[exampleSDID@32473 iut=\"3\" eventSource=\"Appli\\\"cation\"][other@1 a=\"b\"] \uFEFFAn event");

        assertThat(json)
                .hasToString("{\"attributes\":{\"log.syslog.facility.code\":20,\"process.name\":\"evntslog\","
                        + "\"process.pid\":42,\"log.syslog.msgid\":\"ID47\","
                        + "\"log.syslog.structured_data.exampleSDID@32473.iut\":\"3\","
                        + "\"log.syslog.structured_data.exampleSDID@32473.eventSource\":\"Appli\\\"cation\","
                        + "\"log.syslog.structured_data.other@1.a\":\"b\"},"
                        + "\"severity_text\":\"notice\",\"severity_number\":10,"
                        + "\"resource\":{\"host.name\":\"mymachine.example.com\"},\"message\":\"An event\","
                        + "\"service\":\"evntslog\",\"timestamp\":\"2003-10-11T22:14:15.003Z\"}");
    }

    @Test
    void parse_rfc5424OfDashes_hasNeitherTimeNorHost() {
        Parsed parsed = parser().parse("<14>1 - - - - - - hello");

        assertThat(parsed.time()).isEmpty();
        assertThat(parsed.json().path("message").asText()).isEqualTo("hello");
        assertThat(parsed.json().path("service").asText()).isEqualTo("syslog");
    }

    @Test
    void parse_rsyslogFileFormat_isUnderstood() {
        JsonNode json = parse("2024-03-10T12:00:00.123456+01:00 web-1 postfix/smtpd[12]: connect");

        assertThat(json.path("timestamp").asText()).isEqualTo("2024-03-10T11:00:00.123456Z");
        assertThat(json.path("service").asText()).isEqualTo("postfix/smtpd");
    }

    @Test
    void parse_journalctlShortIso_isUnderstood() {
        assertThat(parse("2024-03-10T12:00:00+0100 web-1 sshd[12]: x")
                        .path("timestamp")
                        .asText())
                .isEqualTo("2024-03-10T11:00:00Z");
    }

    @Test
    void parse_messageWithoutTag_isKeptWhole() {
        JsonNode json = parse("Feb  3 13:06:56 web-1 -- MARK --");

        assertThat(json.path("message").asText()).isEqualTo("-- MARK --");
        assertThat(json.path("service").asText()).isEqualTo("syslog");
    }

    @Test
    void parse_repeatedMessage_countsAndIsTheInnerMessage() {
        JsonNode json = parse("Feb  3 13:06:56 h sshd[7]: message repeated 5 times: "
                + "[ Failed password for root from 192.0.2.1 port 22 ssh2]");

        assertThat(json.path("count").asInt()).isEqualTo(5);
        assertThat(json.path("message").asText()).isEqualTo("Failed password for root from 192.0.2.1 port 22 ssh2");
        assertThat(json.path("event_name").asText()).isEqualTo("login_failed");
    }

    @Test
    void parse_lastMessageRepeated_isTheMessageBefore() {
        SyslogParser parser = parser();
        parser.parse("Feb  3 13:06:56 h kernel: out of memory");
        JsonNode json =
                parser.parse("Feb  3 13:07:56 h last message repeated 3 times").json();

        assertThat(json.path("message").asText()).isEqualTo("out of memory");
        assertThat(json.path("attributes").path("process.name").asText()).isEqualTo("kernel");
        assertThat(json.path("count").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Failed password for root from 192.0.2.1 port 50 ssh2 | login_failed | root | 192.0.2.1 | failure",
                "Failed password for invalid user ann from 192.0.2.1 port 5 ssh2 | login_failed | ann | 192.0.2.1 | failure",
                "Failed password for invalid user  from 192.0.2.1 port 50 ssh2 | login_failed | '' | 192.0.2.1 | failure",
                "Failed password for invalid user x from 9.9.9.9 port 1 from 192.0.2.1 port 50 ssh2 | login_failed "
                        + "| x from 9.9.9.9 port 1 | 192.0.2.1 | failure",
                "Failed password for root from 2001:db8::1 port 50 ssh2 | login_failed | root | 2001:db8::1 | failure",
                "Accepted publickey for ann from 192.0.2.1 port 50 ssh2: RSA SHA256:k | login_succeeded | ann | 192.0.2.1 "
                        + "| success",
                "Accepted password for ann from 192.0.2.1 port 50 ssh2 | login_succeeded | ann | 192.0.2.1 | success",
                "Invalid user admin from 192.0.2.1 | login_invalid_user | admin | 192.0.2.1 | failure",
                "Invalid user  from 192.0.2.1 port 7 | login_invalid_user | '' | 192.0.2.1 | failure",
            })
    void parse_sshd_namesTheEvent(String message, String event, String user, String address, String outcome) {
        JsonNode json = parse("Feb  3 13:06:56 h sshd[7]: " + message);
        JsonNode attributes = json.path("attributes");

        assertThat(json.path("event_name").asText()).isEqualTo(event);
        assertThat(attributes.path("user.name").asText()).isEqualTo(user);
        assertThat(attributes.path("source.address").asText()).isEqualTo(address);
        assertThat(attributes.path("event.outcome").asText()).isEqualTo(outcome);
    }

    @Test
    void parse_otherProcess_namesNoEvent() {
        assertThat(parse("Feb  3 13:06:56 h app: Failed password for root from 192.0.2.1 port 50 ssh2")
                        .has("event_name"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense", "", "<999>x", "Feb 31 10:00:00 h p: x", "<14>1 yesterday h p - - - x", "<14>1 - h"})
    void parse_otherLine_isKeptWithTheReason(String line) {
        Parsed parsed = parser().parse(line);

        assertThat(parsed.understood()).isFalse();
        assertThat(parsed.json().path("message").asText()).isEqualTo(line);
    }

    @Test
    void years_fileAcrossNewYear_goesForward() {
        assertThat(years("Nov 30 10:00:00", "Dec 31 23:59:59", "Jan  1 00:00:00", "Dec 31 23:59:58", "Feb  1 00:00:00"))
                .containsExactly(2025, 2025, 2026, 2025, 2026);
    }

    @Test
    void years_lastLineLaterThanNow_isLastYear() {
        assertThat(years("Mar  1 10:00:00", "Apr 20 10:00:00")).containsExactly(2025, 2025);
    }

    @Test
    void years_smallDisorder_staysInTheYear() {
        assertThat(years("Feb 20 10:00:00", "Jan 10 10:00:00", "Feb 21 10:00:00"))
                .containsExactly(2026, 2026, 2026);
    }

    @Test
    void years_leapDay_isInALeapYear() {
        assertThat(years("Feb 28 10:00:00", "Feb 29 10:00:00", "Mar  1 10:00:00"))
                .containsExactly(2024, 2024, 2024);
    }

    @Test
    void years_severalNewYears_countBack() {
        assertThat(years("Nov  1 10:00:00", "Feb  1 10:00:00", "Nov  1 10:00:00", "Feb  1 10:00:00"))
                .containsExactly(2024, 2025, 2025, 2026);
    }

    @Test
    void years_aFewHoursAhead_areAWrongZoneAndNotLastYear() {
        assertThat(years("Mar  2 14:00:00")).containsExactly(2026);
    }

    @Test
    void years_ofAStream_areNeverInTheFuture() {
        SyslogParser parser = parser();

        assertThat(parser.parse("Dec 31 10:00:00 h p: x").time()).hasToString("Optional[2025-12-31T10:00:00Z]");
        assertThat(parser.parse("Jan  1 10:00:00 h p: x").time()).hasToString("Optional[2026-01-01T10:00:00Z]");
        assertThat(parser.parse("Apr  1 10:00:00 h p: x").time()).hasToString("Optional[2025-04-01T10:00:00Z]");
    }

    /** Both passes over a file of these stamps. */
    private static List<Integer> years(String... stamps) {
        MissingYear counting = MissingYear.counting(CLOCK, ZoneOffset.UTC);
        List<SyslogTime> times = List.of(stamps).stream()
                .map(it -> SyslogTime.parse(it).orElseThrow())
                .toList();
        times.forEach(it -> counting.resolve(it.day(), it.time()));
        MissingYear reading = counting.forReading();
        return times.stream()
                .map(it -> reading.resolve(it.day(), it.time()).getYear())
                .toList();
    }
}
