package io.cornu.savedmodels.hdf5;

import io.cornu.data.Array;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers with a place in a file.
 *
 * <p>That bfloat16 is stored as opaque bytes beside an attribute {@code dtype}, as Keras does, is between the
 * reader and the writer and does not show here.
 *
 * @param array the numbers; when read, a view of the file wherever it holds them plainly
 * @param attributes values by name, in order
 */
public record Hdf5Dataset(Array array, Map<String, Hdf5Attribute> attributes) implements Hdf5Node {
    /**
     * Copies the attributes.
     *
     * @param array the numbers
     * @param attributes values by name
     * @throws IllegalArgumentException if a name is empty, beyond 1024 characters or holds NUL
     */
    public Hdf5Dataset {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        attributes.keySet().forEach(Hdf5Names::checkAttribute);
    }

    /**
     * A dataset without attributes.
     *
     * @param array the numbers
     * @return the dataset
     */
    public static Hdf5Dataset of(Array array) {
        return new Hdf5Dataset(array, Map.of());
    }
}
