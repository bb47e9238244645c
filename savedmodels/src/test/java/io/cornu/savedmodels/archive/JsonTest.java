package io.cornu.savedmodels.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    /** The text is what Python 3.11's json.dumps gives for this dictionary, its blanks left out. */
    @Test
    void speaksPythonBothWays() throws IOException {
        String text = "{\"a\":NaN,\"b\":[Infinity,-Infinity],\"c\":1,\"d\":1.0,\"id\":140123456789012,"
                + "\"e\":0.1,\"f\":\"Gr\\u00FC\\uD83D\\uDE00\",\"n\":null,\"t\":true}";
        JsonNode document = Json.read("config.json", text, ReadLimits.defaults());

        assertThat(document.required("a").asDouble()).isNaN();
        assertThat(document.required("b").get(1).asDouble()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(document.required("c").isInt()).isTrue();
        assertThat(document.required("d").isDouble()).isTrue();
        assertThat(document.required("id").asLong()).isEqualTo(140123456789012L);
        assertThat(document.required("f").asText()).isEqualTo("Gr\u00fc\ud83d\ude00");
        assertThat(Json.write(document)).isEqualTo(text);
    }

    @Test
    void writesBareNonNumbers() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("x", Double.NaN).put("y", Double.NEGATIVE_INFINITY).put("z", Float.POSITIVE_INFINITY);

        assertThat(Json.write(document)).isEqualTo("{\"x\":NaN,\"y\":-Infinity,\"z\":Infinity}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":2} | Duplicate",
                "{} {}             | Trailing",
                "{} x              | token",
                "{\"a\":           | end-of-input",
                "''                | nothing",
                "{'a':1}           | double-quote",
                "/* */ {}          | comment"
            })
    void refusesWhatIsNoSingleDocument(String text, String reason) {
        assertThatThrownBy(() -> Json.read("m.keras/config.json", text, ReadLimits.defaults()))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith("m.keras/config.json: expected a JSON document")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesWhatIsTooDeepOrTooLarge() throws IOException {
        String deep = "[".repeat(257) + "]".repeat(257);
        ReadLimits limits = ReadLimits.defaults();

        assertThatThrownBy(() -> Json.read("c", deep, limits))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("256");
        assertThat(Json.read("c", deep, limits.withMaxJsonDepth(257)).isArray()).isTrue();
        assertThatThrownBy(() -> Json.read("c", "[1,2,3]", limits.withMaxJsonBytes(6)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("maxJsonBytes");
        assertThatThrownBy(() -> Json.read("c", new byte[] {'"', (byte) 0xff, '"'}, limits))
                .isInstanceOf(MalformedFileException.class);
    }
}
