package io.cornu.layers;

import static io.cornu.activations.Activations.linear;
import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.zeros;

import io.cornu.activations.Activation;
import io.cornu.constraints.Constraint;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.Initializer;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Filters that slide over each channel of sequences by itself.
 *
 * <pre>y[c * depthMultiplier + m] = activation(convolve(x[c], kernel[c, m]) + bias)</pre>
 *
 * <p>Channels do not mix; a {@link Conv1D} of size 1 after it does that, which {@link SeparableConv1D} has within.
 *
 * <p>Shapes: (batch, steps, channels) to (batch, steps', channels * depthMultiplier); with {@link Padding#SAME},
 * steps' = ceil(steps / stride). Variables: kernel (filter size, channels, depthMultiplier), bias (channels *
 * depthMultiplier).
 *
 * <p>Source: {@code keras.layers.DepthwiseConv1D}, Keras 3.15.
 *
 * @param kernelSize how many steps a filter covers, at least 1
 * @param strides how far a filter moves; 1 by default
 * @param padding what happens at the border; valid by default
 * @param depthMultiplier how many channels come out for each one that goes in, at least 1; 1 by default
 * @param dataFormat where the channels are; last by default
 * @param dilationRate the distance between the points a filter looks at; 1 by default
 * @param activation what is applied last; linear by default
 * @param useBias whether there is a bias; true by default
 * @param depthwiseInitializer how the kernel starts; glorot uniform by default
 * @param biasInitializer how the bias starts; zeros by default
 * @param depthwiseRegularizer the penalty on the kernel; none by default
 * @param biasRegularizer the penalty on the bias; none by default
 * @param activityRegularizer the penalty on the output; none by default
 * @param depthwiseConstraint what each step of training makes of the kernel; none by default
 * @param biasConstraint what each step of training makes of the bias; none by default
 */
@RecordBuilder
public record DepthwiseConv1D(
        int kernelSize,
        int strides,
        Padding padding,
        int depthMultiplier,
        DataFormat dataFormat,
        int dilationRate,
        Activation activation,
        boolean useBias,
        Initializer depthwiseInitializer,
        Initializer biasInitializer,
        Regularizer depthwiseRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint depthwiseConstraint,
        Constraint biasConstraint)
        implements Layer, DepthwiseConv1DBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if depthMultiplier or a size is below 1, or padding is causal
     */
    public DepthwiseConv1D {
        Arguments.positive("DepthwiseConv1D", "kernelSize", kernelSize);
        Arguments.positive("DepthwiseConv1D", "strides", strides);
        Arguments.positive("DepthwiseConv1D", "dilationRate", dilationRate);
        DepthwiseConvolution.check("DepthwiseConv1D", depthMultiplier, padding);
    }

    /**
     * A depthwise convolution with Keras' defaults.
     *
     * @param kernelSize how many steps a filter covers, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a number is below 1
     */
    public static DepthwiseConv1D of(int kernelSize) {
        return new DepthwiseConv1D(
                kernelSize,
                1,
                Padding.VALID,
                1,
                DataFormat.CHANNELS_LAST,
                1,
                linear(),
                true,
                glorotUniform(),
                zeros(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Constraints.none(),
                Constraints.none());
    }

    @Override
    public Shape outputShape(Shape input) {
        return convolution().outputShape(input);
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return convolution().variables(inputs.get(0));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return convolution().call(call);
    }

    private DepthwiseConvolution convolution() {
        SlidingWindow window =
                new SlidingWindow(List.of(kernelSize), List.of(strides), List.of(dilationRate), padding, dataFormat);
        WeightOptions kernel = new WeightOptions(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint);
        WeightOptions bias = new WeightOptions(biasInitializer, biasRegularizer, biasConstraint);
        ConvolutionEnd end = new ConvolutionEnd(useBias, bias, activation, activityRegularizer, dataFormat);
        return new DepthwiseConvolution(depthMultiplier, window, kernel, Optional.empty(), end);
    }
}
