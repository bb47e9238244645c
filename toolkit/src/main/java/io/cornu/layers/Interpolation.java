package io.cornu.layers;

import java.util.Locale;

/** How a pixel comes about that lies between others. */
public enum Interpolation {
    /** The nearest one. */
    NEAREST,
    /** The four around it, linearly. */
    BILINEAR,
    /** Sixteen around it (Keys 1981, a = -0.5). */
    BICUBIC,
    /** A windowed sinc of radius 3. */
    LANCZOS3,
    /** A windowed sinc of radius 5. */
    LANCZOS5;

    /**
     * Keras' name.
     *
     * @return in lower case
     */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
