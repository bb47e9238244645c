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
 * A convolution of each channel of sequences by itself, and one of size 1 that mixes the channels (Chollet 2017):
 * far fewer weights than {@link Conv1D}.
 *
 * <pre>y = activation(convolve(depthwise_convolve(x, depthwise_kernel), pointwise_kernel) + bias)</pre>
 *
 * <p>Shapes: (batch, steps, channels) to (batch, steps', filters); with {@link Padding#SAME}, steps' = ceil(steps
 * / stride). Variables: depthwise_kernel (filter size, channels, depthMultiplier), pointwise_kernel (1, channels *
 * depthMultiplier, filters), bias (filters).
 *
 * <p>Source: {@code keras.layers.SeparableConv1D}, Keras 3.15.
 *
 * @param filters the channels that come out, at least 1
 * @param kernelSize how many steps a filter covers, at least 1
 * @param strides how far a filter moves; 1 by default
 * @param padding what happens at the border; valid by default
 * @param dataFormat where the channels are; last by default
 * @param dilationRate the distance between the points a filter looks at; 1 by default
 * @param depthMultiplier how many channels the first step makes of each one, at least 1; 1 by default
 * @param activation what is applied last; linear by default
 * @param useBias whether there is a bias; true by default
 * @param depthwiseInitializer how the depthwise kernel starts; glorot uniform by default
 * @param pointwiseInitializer how the pointwise kernel starts; glorot uniform by default
 * @param biasInitializer how the bias starts; zeros by default
 * @param depthwiseRegularizer the penalty on the depthwise kernel; none by default
 * @param pointwiseRegularizer the penalty on the pointwise kernel; none by default
 * @param biasRegularizer the penalty on the bias; none by default
 * @param activityRegularizer the penalty on the output; none by default
 * @param depthwiseConstraint what each step of training makes of the depthwise kernel; none by default
 * @param pointwiseConstraint what each step of training makes of the pointwise kernel; none by default
 * @param biasConstraint what each step of training makes of the bias; none by default
 */
@RecordBuilder
public record SeparableConv1D(
        int filters,
        int kernelSize,
        int strides,
        Padding padding,
        DataFormat dataFormat,
        int dilationRate,
        int depthMultiplier,
        Activation activation,
        boolean useBias,
        Initializer depthwiseInitializer,
        Initializer pointwiseInitializer,
        Initializer biasInitializer,
        Regularizer depthwiseRegularizer,
        Regularizer pointwiseRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint depthwiseConstraint,
        Constraint pointwiseConstraint,
        Constraint biasConstraint)
        implements Layer, SeparableConv1DBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if filters or depthMultiplier or a size is below 1, or padding is
     *     causal
     */
    public SeparableConv1D {
        Arguments.positive("SeparableConv1D", "kernelSize", kernelSize);
        Arguments.positive("SeparableConv1D", "strides", strides);
        Arguments.positive("SeparableConv1D", "dilationRate", dilationRate);
        Arguments.positive("SeparableConv1D", "filters", filters);
        DepthwiseConvolution.check("SeparableConv1D", depthMultiplier, padding);
    }

    /**
     * A separable convolution with Keras' defaults.
     *
     * @param filters the channels that come out, at least 1
     * @param kernelSize how many steps a filter covers, at least 1
     * @return the layer
     * @throws IllegalArgumentException if a number is below 1
     */
    public static SeparableConv1D of(int filters, int kernelSize) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                1,
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                1,
                1,
                linear(),
                true,
                glorotUniform(),
                glorotUniform(),
                zeros(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Regularizers.none(),
                Constraints.none(),
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
        WeightOptions points = new WeightOptions(pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint);
        DepthwiseConvolution.Pointwise pointwise = new DepthwiseConvolution.Pointwise(filters, points);
        return new DepthwiseConvolution(depthMultiplier, window, kernel, Optional.of(pointwise), end);
    }
}
