package io.cornu.savedmodels.archive;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as Python's {@code json} module speaks it: bare {@code NaN}, {@code Infinity} and {@code -Infinity}
 * both ways, and every character beyond ASCII escaped on writing.
 *
 * <p>Reading refuses what is larger or deeper than the {@link ReadLimits}, a key given twice, and anything
 * after the document. Nothing in the text can name a Java class.
 */
public final class Json {
    private static final int MIN_TOKENS = 1000;

    /** Apart, for a program that only reads need not wait for it. */
    private static final class Writer {
        static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                        .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                        .build())
                .build();
    }

    private Json() {}

    /**
     * Parses a document.
     *
     * @param where the file and the place in it, for the error
     * @param bytes the document in UTF-8
     * @param limits how large and how deep it may be
     * @return the document: an object, a list or a single value
     * @throws MalformedFileException if it is no JSON, is beyond the limits, repeats a key or goes on after its end
     */
    public static JsonNode read(String where, byte[] bytes, ReadLimits limits) throws MalformedFileException {
        if (bytes.length > limits.maxJsonBytes()) {
            throw new MalformedFileException(
                    where,
                    "expected at most " + limits.maxJsonBytes() + " bytes of JSON, received " + bytes.length
                            + ". Raise ReadLimits.maxJsonBytes if you trust the file.");
        }
        try (JsonParser parser = factory(limits).createParser(bytes)) {
            return JsonTree.read(where, parser);
        } catch (MalformedFileException failure) {
            throw failure;
        } catch (JacksonException failure) {
            throw new MalformedFileException(
                    where, "expected a JSON document: " + firstLine(failure.getOriginalMessage()) + ".", failure);
        } catch (IOException failure) {
            throw new MalformedFileException(where, "expected a JSON document in UTF-8.", failure);
        }
    }

    /**
     * Parses a document given as text, such as an attribute of an HDF5 file.
     *
     * @param where the file and the place in it, for the error
     * @param text the document
     * @param limits how large and how deep it may be
     * @return the document: an object, a list or a single value
     * @throws MalformedFileException if it is no JSON, is beyond the limits, repeats a key or goes on after its end
     */
    public static JsonNode read(String where, String text, ReadLimits limits) throws MalformedFileException {
        return read(where, text.getBytes(StandardCharsets.UTF_8), limits);
    }

    /**
     * Writes a document on one line.
     *
     * @param document the document
     * @return its text, all ASCII
     */
    public static String write(JsonNode document) {
        try {
            return Writer.MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a JSON tree always has a text", impossible);
        }
    }

    private static JsonFactory factory(ReadLimits limits) {
        int longest = (int) Math.min(Integer.MAX_VALUE, limits.maxJsonBytes());
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxJsonDepth())
                        .maxStringLength(longest)
                        // A tree takes up to 80 bytes a token, however short the text of it.
                        .maxTokenCount(Math.max(MIN_TOKENS, limits.maxJsonBytes() / 4))
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
