package io.cornu.layers;

import io.cornu.data.DataType;
import java.util.Arrays;
import java.util.Optional;

/**
 * In which type of numbers a layer computes, and which type its variables have.
 *
 * <p>Half as many bytes a number make a network faster on hardware that computes with them: bfloat16 on CPUs with
 * AMX or AVX-512 BF16 and on recent GPUs, float16 on GPUs. Elsewhere they are slower. bfloat16 has the range of
 * float32 and a precision of 2 to 3 digits; float16 has 3 to 4 digits, but gradients below 6e-8 vanish, so that
 * training needs loss scaling. Losses, metrics, penalties, and the layers that are {@link Layer#isPrecisionSensitive}
 * compute in float32.
 *
 * <p>A mixed policy keeps variables in float32, and optimizers compute in float32: the choice for training. {@link #BFLOAT16} and {@link #FLOAT16} keep the variables short as well, and what an optimizer remembers
 * of them; half as much memory, for prediction. As in Keras the optimizer then computes in the short type: a change of
 * a weight below its last digit is lost, so that Adam with its defaults, whose 0.999 is 1 in bfloat16, changes
 * nothing. Nothing scales the loss unless {@code LossScaleOptimizer} is asked to.
 *
 * <p>Source: {@code keras.DTypePolicy}, Keras 3.15.
 */
public enum DTypePolicy {
    /** Everything in the network's own type. */
    FLOAT32("float32", DataType.FLOAT32),
    /** Computes in bfloat16. */
    MIXED_BFLOAT16("mixed_bfloat16", DataType.BFLOAT16),
    /** Computes in float16. */
    MIXED_FLOAT16("mixed_float16", DataType.FLOAT16),
    /** Computes in bfloat16, and its variables are bfloat16. */
    BFLOAT16("bfloat16", DataType.BFLOAT16),
    /** Computes in float16, and its variables are float16. */
    FLOAT16("float16", DataType.FLOAT16);

    private final String kerasName;
    private final DataType computeType;

    DTypePolicy(String kerasName, DataType computeType) {
        this.kerasName = kerasName;
        this.computeType = computeType;
    }

    /**
     * The policy of a name.
     *
     * @param kerasName such as {@code mixed_bfloat16}
     * @return the policy, if it is one of these
     */
    public static Optional<DTypePolicy> named(String kerasName) {
        return Arrays.stream(values())
                .filter(policy -> policy.kerasName.equals(kerasName))
                .findFirst();
    }

    /**
     * The name in Keras.
     *
     * @return such as {@code mixed_bfloat16}
     */
    public String kerasName() {
        return kerasName;
    }

    /**
     * The type of the numbers between layers.
     *
     * @return float32, or a half as long one
     */
    public DataType computeType() {
        return computeType;
    }

    /**
     * The type of a layer's variables.
     *
     * @param network the network's own type
     * @return that one, or the half as long one of {@link #BFLOAT16} and {@link #FLOAT16}
     */
    public DataType variableType(DataType network) {
        return this == BFLOAT16 || this == FLOAT16 ? computeType : network;
    }

    /**
     * Whether it computes in another type than that of the variables.
     *
     * @return true for {@link #MIXED_BFLOAT16} and {@link #MIXED_FLOAT16}
     */
    public boolean isMixed() {
        return this == MIXED_BFLOAT16 || this == MIXED_FLOAT16;
    }
}
