package io.cornu.model;

import io.cornu.data.DataType;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a network is built.
 *
 * @param seed where all randomness comes from
 * @param session device and threads; the best device and all cores by default
 * @param dataType float32 by default, or float64, which is slow but shows whether gradients are right
 */
@RecordBuilder
public record BuildOptions(Seed seed, SessionOptions session, DataType dataType) implements BuildOptionsBuilder.With {
    /**
     * Checks the type.
     *
     * @throws IllegalArgumentException if it is neither float32 nor float64
     */
    public BuildOptions {
        Arguments.require(
                dataType == DataType.FLOAT32 || dataType == DataType.FLOAT64,
                "BuildOptions",
                "dataType must be float32 or float64",
                dataType.kerasName());
    }

    /**
     * The defaults.
     *
     * @param seed where all randomness comes from
     * @return the options
     */
    public static BuildOptions of(Seed seed) {
        return new BuildOptions(seed, SessionOptions.defaults(), DataType.FLOAT32);
    }
}
