package io.cornu.savedmodels.hdf5;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import java.util.List;

/** The value of an attribute: a text, a list of texts, or numbers. */
public sealed interface Hdf5Attribute {
    /**
     * A text.
     *
     * @param value the text, without NUL characters
     */
    record Text(String value) implements Hdf5Attribute {
        /**
         * Checks the text.
         *
         * @param value the text
         * @throws IllegalArgumentException if it holds a NUL character, which ends a text in HDF5
         */
        public Text {
            checkText(value);
        }
    }

    /**
     * A list of texts.
     *
     * @param values the texts, without NUL characters; may be empty
     */
    record Texts(List<String> values) implements Hdf5Attribute {
        /**
         * Copies and checks the texts.
         *
         * @param values the texts
         * @throws IllegalArgumentException if one holds a NUL character, which ends a text in HDF5
         */
        public Texts {
            values = List.copyOf(values);
            values.forEach(Hdf5Attribute::checkText);
        }
    }

    /**
     * Numbers.
     *
     * @param value the numbers, below 64 KiB; not bfloat16, which attributes cannot tell
     */
    record Numbers(Array value) implements Hdf5Attribute {
        private static final int MAX_BYTES = 0xffff;

        /**
         * Checks the numbers.
         *
         * @param value the numbers
         * @throws IllegalArgumentException if they are bfloat16 or do not fit into an attribute
         */
        public Numbers {
            if (value.dataType() == DataType.BFLOAT16 || value.bytes().remaining() > MAX_BYTES) {
                throw new IllegalArgumentException("Hdf5Attribute: expected at most " + MAX_BYTES
                        + " bytes, not of bfloat16, received " + value + ". Store them in a dataset.");
            }
        }
    }

    private static void checkText(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "Hdf5Attribute: expected a text without NUL, received one of " + text.length() + " characters.");
        }
    }
}
