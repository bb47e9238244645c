package io.cornu.layers;

import io.cornu.ops.Convolutions;
import io.cornu.ops.Window;
import io.cornu.text.Arguments;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * What transposed convolutions of one, two and three dimensions have in common.
 *
 * @param filters the channels that come out
 * @param window how a filter moves over the output
 * @param outputPadding how much the output grows at its end, for each axis; empty for Keras' default
 * @param kernel how the kernel is to be
 * @param end what comes after
 */
record TransposedConvolution(
        int filters, SlidingWindow window, List<Integer> outputPadding, WeightOptions kernel, ConvolutionEnd end) {
    /** The output padding with one number an axis. */
    static List<Integer> checked(String kind, int filters, SlidingWindow window, List<Integer> outputPadding) {
        Arguments.positive(kind, "filters", filters);
        window.padding().requireNotCausal(kind);
        SpatialRules.requireOneOrTheOther(kind, window.strides(), window.dilation());
        if (outputPadding.isEmpty()) {
            return List.of();
        }
        List<Integer> all = outputPadding.size() == 1
                ? Collections.nCopies(window.axes(), outputPadding.get(0))
                : List.copyOf(outputPadding);
        Arguments.require(
                all.size() == window.axes(),
                kind,
                "outputPadding must be none, one number, or " + window.axes(),
                outputPadding);
        for (int i = 0; i < all.size(); i++) {
            int extra = all.get(i);
            Arguments.require(
                    extra >= 0 && extra < window.strides().get(i),
                    kind,
                    "outputPadding must be at least 0 and less than the strides " + window.strides(),
                    outputPadding);
            // The output would be too small for the input to come of it.
            Arguments.require(
                    window.padding() != Padding.SAME || window.window().reach(i) % 2 + extra > 0,
                    kind,
                    "outputPadding must be at least 1 where padding is SAME and the window covers an even number of positions",
                    outputPadding);
        }
        return List.copyOf(all);
    }

    Shape outputShape(Shape input) {
        window.channels(input);
        Window moving = window.window();
        Shape grown = SpatialRules.resized(
                input,
                window.axes(),
                window.format(),
                (axis, size) ->
                        size * moving.strides().get(axis) + Convolutions.transposedExcess(moving, axis, outputPadding));
        Shape channelsLast = window.format().toChannelsLast(grown);
        Shape shape = channelsLast.take(window.axes() + 1).append(filters);
        return end.outputShape(window.format().fromChannelsLast(shape));
    }

    List<VariableSpec> variables(Shape input) {
        Shape shape = window.kernelShape(filters, window.channels(input));
        return end.variables(filters, kernel.named("kernel", shape));
    }

    <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Operand<T> y = Convolutions.transposed(
                call.tf(), window.channelsLast(call), call.variable("kernel"), window.window(), outputPadding);
        return end.finish(call, y, window.axes());
    }
}
