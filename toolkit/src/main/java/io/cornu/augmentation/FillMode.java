package io.cornu.augmentation;

import java.util.Locale;

/** What stands outside the border of an image, here of one row {@code a b c d}. */
public enum FillMode {
    /** {@code d c b a | a b c d | d c b a}: mirrored at the edge of the last pixel. */
    REFLECT,
    /** {@code a b c d | a b c d | a b c d}: from the other side. */
    WRAP,
    /** {@code k k k k | a b c d | k k k k}: a number of one's own. */
    CONSTANT,
    /** {@code a a a a | a b c d | d d d d}: the last pixel again. */
    NEAREST;

    /**
     * Keras' name.
     *
     * @return in lower case
     */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
