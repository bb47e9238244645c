package io.cornu.model;

import static io.cornu.activations.Activations.linear;

import io.cornu.activations.Activation;
import io.cornu.data.Array;
import io.cornu.layers.Conv1D;
import io.cornu.layers.Conv1DTranspose;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Conv3D;
import io.cornu.layers.Conv3DTranspose;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Dense;
import io.cornu.layers.DepthwiseConv1D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Layer;
import io.cornu.layers.SeparableConv1D;
import io.cornu.layers.SeparableConv2D;
import java.util.Optional;

/**
 * A layer that is a linear function of one of its variables, channel by channel, before its activation: scaling a
 * channel of the variable and of the bias scales the channel of what is activated.
 *
 * @param activation what is made of it
 * @param withBias the layer with a bias
 * @param useBias whether it had one
 * @param kernel the name of the variable
 * @param order how the variable's last axes are made of channels
 * @param format where the output's channels are
 */
record ScaledOutput(
        Activation activation, Layer withBias, boolean useBias, String kernel, Order order, DataFormat format) {
    /** How the last axes of a kernel tell the channel of the output. */
    enum Order {
        /** The last axis is the channel of the output. */
        LAST,
        /** The last but one is: transposed convolutions. */
        LAST_BUT_ONE,
        /** The last two together are: depthwise convolutions, input channel first. */
        LAST_TWO
    }

    /** Only a layer that is linear as a whole. */
    static Optional<ScaledOutput> of(Layer layer) {
        return withActivation(layer).filter(it -> it.activation().equals(linear()));
    }

    /** A layer with any activation. */
    static Optional<ScaledOutput> withActivation(Layer layer) {
        if (layer instanceof Dense it) {
            return found(
                    it.activation(),
                    it.withUseBias(true),
                    it.useBias(),
                    "kernel",
                    Order.LAST,
                    DataFormat.CHANNELS_LAST);
        }
        if (layer instanceof Conv1D it) {
            return found(it.activation(), it.withUseBias(true), it.useBias(), "kernel", Order.LAST, it.dataFormat());
        }
        if (layer instanceof Conv2D it) {
            return found(it.activation(), it.withUseBias(true), it.useBias(), "kernel", Order.LAST, it.dataFormat());
        }
        if (layer instanceof Conv3D it) {
            return found(it.activation(), it.withUseBias(true), it.useBias(), "kernel", Order.LAST, it.dataFormat());
        }
        if (layer instanceof SeparableConv1D it) {
            return found(
                    it.activation(),
                    it.withUseBias(true),
                    it.useBias(),
                    "pointwise_kernel",
                    Order.LAST,
                    it.dataFormat());
        }
        if (layer instanceof SeparableConv2D it) {
            return found(
                    it.activation(),
                    it.withUseBias(true),
                    it.useBias(),
                    "pointwise_kernel",
                    Order.LAST,
                    it.dataFormat());
        }
        return ofOtherConvolution(layer);
    }

    private static Optional<ScaledOutput> ofOtherConvolution(Layer layer) {
        if (layer instanceof Conv1DTranspose it) {
            return found(
                    it.activation(), it.withUseBias(true), it.useBias(), "kernel", Order.LAST_BUT_ONE, it.dataFormat());
        }
        if (layer instanceof Conv2DTranspose it) {
            return found(
                    it.activation(), it.withUseBias(true), it.useBias(), "kernel", Order.LAST_BUT_ONE, it.dataFormat());
        }
        if (layer instanceof Conv3DTranspose it) {
            return found(
                    it.activation(), it.withUseBias(true), it.useBias(), "kernel", Order.LAST_BUT_ONE, it.dataFormat());
        }
        if (layer instanceof DepthwiseConv1D it) {
            return found(
                    it.activation(), it.withUseBias(true), it.useBias(), "kernel", Order.LAST_TWO, it.dataFormat());
        }
        if (layer instanceof DepthwiseConv2D it) {
            return found(
                    it.activation(), it.withUseBias(true), it.useBias(), "kernel", Order.LAST_TWO, it.dataFormat());
        }
        return Optional.empty();
    }

    private static Optional<ScaledOutput> found(
            Activation activation, Layer withBias, boolean useBias, String kernel, Order order, DataFormat format) {
        return Optional.of(new ScaledOutput(activation, withBias, useBias, kernel, order, format));
    }

    /** The axis of the output's channels. */
    int channelAxis(int rank) {
        return format == DataFormat.CHANNELS_FIRST ? 1 : rank - 1;
    }

    /** The variable with each channel times its factor. */
    double[] times(Array variable, double[] factors) {
        double[] values = variable.toDoubles();
        long[] shape = variable.shape().asArray();
        int last = (int) shape[shape.length - 1];
        for (int i = 0; i < values.length; i++) {
            int channel =
                    switch (order) {
                        case LAST -> i % last;
                        case LAST_BUT_ONE -> i / last % factors.length;
                        case LAST_TWO -> i % factors.length;
                    };
            values[i] *= factors[channel];
        }
        return values;
    }
}
