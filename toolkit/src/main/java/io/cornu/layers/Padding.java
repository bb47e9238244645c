package io.cornu.layers;

import io.cornu.text.Arguments;
import java.util.Locale;

/** What a window does at the border of an image, a sequence or a volume. */
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
    },
    /**
     * Zeros before the first step only, so that no output sees later steps: output size = ceil(input / stride). For
     * {@link Conv1D} alone.
     */
    CAUSAL {
        @Override
        long outputSize(long input, int window, int stride, int dilation) {
            return (input + stride - 1) / stride;
        }
    };

    abstract long outputSize(long input, int window, int stride, int dilation);

    /**
     * Keras' name.
     *
     * @return {@code valid}, {@code same} or {@code causal}
     */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Refuses what only one kind of layer can do. */
    void requireNotCausal(String where) {
        Arguments.require(this != CAUSAL, where, "padding must be VALID or SAME, only Conv1D can be CAUSAL", this);
    }
}
