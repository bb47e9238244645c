package io.cornu.layers;

import java.util.Locale;

/** What a window does at the border of an image. */
public enum Padding {
    /** The window stays inside: the output is smaller. Keras' default. */
    VALID {
        @Override
        long outputSize(long input, int window, int stride, int dilation) {
            long reach = (window - 1L) * dilation + 1;
            return input < reach ? 0 : (input - reach) / stride + 1;
        }
    },
    /** Zeros all around, one more below and right where the number is odd: output size = ceil(input / stride). */
    SAME {
        @Override
        long outputSize(long input, int window, int stride, int dilation) {
            return (input + stride - 1) / stride;
        }
    };

    abstract long outputSize(long input, int window, int stride, int dilation);

    /**
     * Keras' name.
     *
     * @return {@code valid} or {@code same}
     */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
