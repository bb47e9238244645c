package io.cornu.savedmodels.keras;

import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How much a Keras file may ask for, and what is wanted of it.
 *
 * @param limits what the bytes may ask for
 * @param registry which classes the file may name
 * @param maxLayers layers, and calls of layers, in one model; 5,000 by default
 * @param maxParameters numbers in all variables together; 2^31 by default
 * @param readsCompilation whether optimizer, loss and metrics are read, too; true by default, false reads a model whose
 *     optimizer, loss or metrics this toolkit lacks, as {@code compile=False} does in Keras
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record KerasReadOptions(
        ReadLimits limits, KerasRegistry registry, int maxLayers, long maxParameters, boolean readsCompilation)
        implements KerasReadOptionsBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public KerasReadOptions {
        Arguments.positive("KerasReadOptions", "maxLayers", maxLayers);
        Arguments.require(maxParameters >= 1, "KerasReadOptions", "maxParameters must be at least 1", maxParameters);
    }

    /**
     * For files whose origin is not known.
     *
     * @return the defaults named above, with {@link KerasRegistry#standard()}
     */
    public static KerasReadOptions defaults() {
        return new KerasReadOptions(ReadLimits.defaults(), KerasRegistry.standard(), 5_000, 1L << 31, true);
    }
}
