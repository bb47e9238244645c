package io.cornu.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;

/** What {@code --json} prints: one object on one line. */
final class Json {
    private Json() {}

    /**
     * Prints a record or a map.
     *
     * @param out where
     * @param object what; not-a-number and infinities become strings, which JSON has no numbers for
     */
    static void print(PrintWriter out, Object object) {
        try {
            out.println(new ObjectMapper().writeValueAsString(object));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON cannot show " + object + ".", e);
        }
    }
}
