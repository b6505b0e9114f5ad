package dev.vigia.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigFileTest {

    record Door(String color, int handles, Duration openFor) {
        Door {
            color = color == null ? "green" : color;
            if (handles > 2) throw new UserException("handles: at most 2, not " + handles);
        }
    }

    record Rooms(Map<String, String> doors) {}

    private static ConfigFile parse(String text) {
        return ConfigFile.parse("house.yaml", text, Map.of("DOOR_COLOR", "red"));
    }

    @Test
    void section_snakeCaseKeys_fillsTheRecord() {
        Door door = parse("door: {color: blue, handles: 2, open_for: 1m30s}").section("door", Door.class);

        assertThat(door).isEqualTo(new Door("blue", 2, Duration.ofSeconds(90)));
    }

    @Test
    void section_notThere_readsAsEmpty() {
        assertThat(parse("").section("door", Door.class).color()).isEqualTo("green");
    }

    @Test
    void parse_variableSet_isPutIn() {
        assertThat(parse("door: {color: '${DOOR_COLOR:blue}'}")
                        .section("door", Door.class)
                        .color())
                .isEqualTo("red");
    }

    @Test
    void parse_variableNotSet_takesTheDefault() {
        assertThat(parse("door: {color: '${OTHER:http://x:1/}'}")
                        .section("door", Door.class)
                        .color())
                .isEqualTo("http://x:1/");
    }

    /** As Docker Compose hands on one that nobody set. */
    @Test
    void substitute_variableIsEmpty_takesTheDefault() {
        Map<String, String> environment = Map.of("EMPTY", "");

        assertThat(ConfigFile.substitute("x", "a${EMPTY:b}c", environment)).isEqualTo("abc");
        assertThat(ConfigFile.substitute("x", "a${EMPTY:}c", environment)).isEqualTo("ac");
        assertThat(ConfigFile.substitute("x", "a${EMPTY}c", environment)).isEqualTo("ac");
    }

    @Test
    void parse_variableWithoutDefaultNotSet_namesItAndItsLine() {
        assertThatThrownBy(() -> parse("door:\n  handles: 2\n  color: '${NOBODY}'\n"))
                .isInstanceOf(UserException.class)
                .hasMessage("house.yaml line 3: the environment variable NOBODY has to be set.");
    }

    @Test
    void parse_variableOfACommentNotSet_isLeftAlone() {
        assertThat(parse("door:\n  # color: '${NOBODY}'\n  handles: 2\n")
                        .section("door", Door.class)
                        .handles())
                .isEqualTo(2);
    }

    @Test
    void section_unknownKey_namesFileLineAndKey() {
        assertThatThrownBy(() -> parse("door:\n  handles: 1\n  colour: blue\n").section("door", Door.class))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("house.yaml line 3, door.colour: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void section_wrongType_namesKey() {
        assertThatThrownBy(() -> parse("door: {handles: many}").section("door", Door.class))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("house.yaml line 1, door.handles: ");
        assertThatThrownBy(() -> parse("door:\n  color: [red]\n").section("door", Door.class))
                .hasMessage("house.yaml line 2, door.color: has to be a single value");
        assertThatThrownBy(() -> parse("rooms:\n  doors: 3\n").section("rooms", Rooms.class))
                .hasMessage("house.yaml line 2, rooms.doors: has to be fields with values");
    }

    /** Also where a value comes from the environment, in a list, and where a field is not there. */
    @Test
    void place_isTheLineOfTheField_orOfWhatItWouldStandIn() {
        ConfigFile file = parse("""
                # doors
                door: { color: "${DOOR_COLOR}",
                        handles: 2 }

                rooms:
                  - { name: hall }
                  - name: attic
                    door.low: yes
                """);
        assertThat(file.place("door", "color")).isEqualTo("house.yaml line 2");
        assertThat(file.place("door", "handles")).isEqualTo("house.yaml line 3");
        assertThat(file.place("door", "lock", "key")).isEqualTo("house.yaml line 2");
        assertThat(file.place("rooms", "0", "name")).isEqualTo("house.yaml line 6");
        assertThat(file.place("rooms", "1", "door.low")).isEqualTo("house.yaml line 8");
        assertThat(file.place("rooms", "1", "light")).isEqualTo("house.yaml line 7");
        assertThat(file.place("garden")).isEqualTo("house.yaml line 2");
    }

    @Test
    void section_recordRefuses_messageIsTheRecords() {
        assertThatThrownBy(() -> parse("door: {handles: 3}").section("door", Door.class))
                .isInstanceOf(UserException.class)
                .hasMessageEndingWith("handles: at most 2, not 3");
    }

    @Test
    void parse_keyTwice_namesLine() {
        assertThatThrownBy(() -> parse("door:\n  color: blue\n  color: red\n"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("house.yaml line 3")
                .hasMessageContaining("color");
    }

    @Test
    void parse_notYaml_saysSoInOneLine() {
        assertThatThrownBy(() -> parse("door: [\n  color: blue\nwall: 2\n"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("house.yaml line")
                .hasMessageNotContaining("\n");
    }

    @Test
    void requireOnly_unknownSection_namesItAndTheKnown() {
        assertThatThrownBy(() -> parse("dor: {}").requireOnly(Set.of("door", "wall")))
                .isInstanceOf(UserException.class)
                .hasMessage("house.yaml line 1: unknown section 'dor'. Known: door, wall");
    }

    @Test
    void read_noSuchFile_namesIt() {
        assertThatThrownBy(() -> ConfigFile.read(Path.of("nowhere.yaml"), Map.of()))
                .isInstanceOf(UserException.class)
                .hasMessage("There is no configuration file nowhere.yaml.");
    }
}
