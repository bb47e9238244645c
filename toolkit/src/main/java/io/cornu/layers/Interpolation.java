package io.cornu.layers;

import java.util.Locale;

/** How the values between pixels are found when images get larger or smaller. */
public enum Interpolation {
    /** That of the nearest pixel. */
    NEAREST,
    /** On straight lines between the nearest pixels. */
    BILINEAR,
    /** On cubic curves through the nearest four pixels of each axis (Keys 1981). */
    BICUBIC,
    /** A windowed sinc that sees three pixels to each side. */
    LANCZOS3,
    /** A windowed sinc that sees five pixels to each side: the sharpest, with ringing at edges. */
    LANCZOS5;

    /**
     * Keras' name.
     *
     * @return such as {@code bilinear}
     */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
