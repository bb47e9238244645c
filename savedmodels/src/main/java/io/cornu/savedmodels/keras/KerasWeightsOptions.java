package io.cornu.savedmodels.keras;

import io.cornu.data.DataType;
import io.cornu.savedmodels.archive.ReadLimits;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How weights are found in a file, and what may be wrong with it.
 *
 * @param limits what the bytes may ask for
 * @param registry which classes of layers there are, for a file names them
 * @param dataType the type of the weights; float32 by default
 * @param pairing how the layers of a file of Keras 2 are told; by their order by default. Files of Keras 3 are always
 *     read by class and order
 * @param skipsMismatch whether layers that do not fit are left out, and said so in {@link KerasWeights#skipped}, rather
 *     than the file refused; false by default
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record KerasWeightsOptions(
        ReadLimits limits, KerasRegistry registry, DataType dataType, Pairing pairing, boolean skipsMismatch)
        implements KerasWeightsOptionsBuilder.With {
    /** Which layer of a file of Keras 2 is which layer of a model. */
    public enum Pairing {
        /** The first with weights is the first with weights, and so on; both must have as many. */
        BY_ORDER,
        /** Those of the same name; layers that only one side has are left as they are. */
        BY_NAME
    }

    /**
     * For files whose origin is not known.
     *
     * @return the defaults named above, with {@link KerasRegistry#standard()}
     */
    public static KerasWeightsOptions defaults() {
        return new KerasWeightsOptions(
                ReadLimits.defaults(), KerasRegistry.standard(), DataType.FLOAT32, Pairing.BY_ORDER, false);
    }
}
