package io.cornu.layers;

import io.cornu.ops.Convolutions;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * What convolutions of one, two and three dimensions have in common.
 *
 * @param filters the channels that come out
 * @param groups into how many groups of channels input and filters are split
 * @param window how a filter moves
 * @param kernel how the kernel is to be
 * @param end what comes after
 */
record PlainConvolution(int filters, int groups, SlidingWindow window, WeightOptions kernel, ConvolutionEnd end) {
    static void check(String kind, int filters, int groups, List<Integer> strides, List<Integer> dilationRate) {
        Arguments.positive(kind, "filters", filters);
        Arguments.positive(kind, "groups", groups);
        Arguments.require(
                filters % groups == 0, kind, "filters must be a multiple of groups (" + groups + ")", filters);
        SpatialRules.requireOneOrTheOther(kind, strides, dilationRate);
    }

    Shape outputShape(Shape input) {
        if (window.channels(input) % groups != 0) {
            throw new LayerShapeException(
                    "expected channels that are a multiple of groups (" + groups + "), received " + Shapes.text(input),
                    "Choose groups that divide the channels.");
        }
        return end.outputShape(window.outputShape(input, filters));
    }

    List<VariableSpec> variables(Shape input) {
        Shape shape = window.kernelShape(window.channels(input) / groups, filters);
        return end.variables(filters, kernel.named("kernel", shape));
    }

    <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Operand<T> y = Convolutions.convolution(
                call.tf(), window.channelsLast(call), call.variable("kernel"), window.window(), groups);
        return end.finish(call, y, window.axes());
    }
}
