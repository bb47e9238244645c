package io.cornu.layers;

import io.cornu.activations.Activation;
import io.cornu.regularizers.Regularizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What comes after every kind of convolution.
 *
 * @param useBias whether there is a bias
 * @param bias how the bias is to be
 * @param activation what is applied last
 * @param activityRegularizer the penalty on the output
 * @param format where the channels are
 */
record ConvolutionEnd(
        boolean useBias,
        WeightOptions bias,
        Activation activation,
        Regularizer activityRegularizer,
        DataFormat format) {
    /** The kernels, and the bias after them. */
    List<VariableSpec> variables(long filters, VariableSpec... kernels) {
        List<VariableSpec> specs = new ArrayList<>(Arrays.asList(kernels));
        if (useBias) {
            specs.add(bias.named("bias", Shape.of(filters)));
        }
        return specs;
    }

    Shape outputShape(Shape convolved) {
        return ShapeRules.activated(activation, convolved);
    }

    /** Bias and activation of what was convolved with the channels last. */
    <T extends TFloating> Operand<T> finish(LayerCall<T> call, Operand<T> convolved, int axes) {
        Ops tf = call.tf();
        Operand<T> y = useBias ? tf.nn.biasAdd(convolved, call.variable("bias")) : convolved;
        // Some activations work along the last axis, whatever that is.
        Operand<T> activated = activation.apply(tf, format.fromChannelsLast(tf, y, axes + 2));
        return ActivityPenalty.on(activated, activityRegularizer, call);
    }
}
