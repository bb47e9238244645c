package io.cornu.model;

import io.cornu.layers.Add;
import io.cornu.layers.Average;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Dot;
import io.cornu.layers.Embedding;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.Layer;
import io.cornu.layers.Masking;
import io.cornu.layers.Maximum;
import io.cornu.layers.Minimum;
import io.cornu.layers.Multiply;
import io.cornu.layers.Subtract;
import io.cornu.layers.attention.AdditiveAttention;
import io.cornu.layers.attention.Attention;
import io.cornu.layers.recurrent.Bidirectional;
import io.cornu.layers.recurrent.RecurrentLayer;

/**
 * What the mask of a layer's result is made of in Keras, where masks are computed by operations that stand in files and
 * count in the order of layers. Networks here pass masks on without; this is for whoever reads or orders what Keras does.
 *
 * <p>Source: {@code compute_mask} of Keras' layers, Keras 3.15.
 */
public enum MaskRule {
    /** There is none. */
    NONE,
    /** The words that are not 0: those of an {@link Embedding} with such a mask. */
    WORDS,
    /** The steps that are not all of one value: those of {@link Masking}. */
    STEPS,
    /** Those of the inputs joined, ones where an input has none: {@link Concatenate}. */
    JOINED,
    /** Where any of the inputs counts, if all have masks: {@link Add} and its like. */
    ANY,
    /** A copy of the first input's. */
    COPY,
    /** The first input's. */
    SAME;

    /**
     * The rule of a layer.
     *
     * @param layer a layer
     * @return where its mask comes from
     */
    public static MaskRule of(Layer layer) {
        if (layer instanceof Embedding embedding) {
            return embedding.maskZero() ? WORDS : NONE;
        }
        if (layer instanceof Masking) {
            return STEPS;
        }
        if (layer instanceof Concatenate) {
            return JOINED;
        }
        if (isElementwise(layer)) {
            return ANY;
        }
        if (layer instanceof Attention || layer instanceof AdditiveAttention) {
            return COPY;
        }
        boolean ends = layer instanceof GlobalAveragePooling1D
                || layer instanceof Dot
                || layer instanceof RecurrentLayer recurrent && !recurrent.returnSequences()
                || layer instanceof Bidirectional both && !both.layer().returnSequences();
        return ends || !layer.supportsMasking() ? NONE : SAME;
    }

    private static boolean isElementwise(Layer layer) {
        return layer instanceof Add
                || layer instanceof Subtract
                || layer instanceof Multiply
                || layer instanceof Average
                || layer instanceof Maximum
                || layer instanceof Minimum;
    }
}
