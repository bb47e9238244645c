package io.cornu.layers;

import io.cornu.ops.Convolutions;
import io.cornu.ops.Window;
import io.cornu.text.Arguments;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * What convolutions of each channel by itself have in common, over sequences and images, alone or with a pointwise
 * convolution after them.
 *
 * @param depthMultiplier how many channels come out for each one
 * @param window how a filter moves
 * @param kernel how the kernel is to be
 * @param pointwise the convolution of size 1 after it
 * @param end what comes after
 */
record DepthwiseConvolution(
        int depthMultiplier,
        SlidingWindow window,
        WeightOptions kernel,
        Optional<Pointwise> pointwise,
        ConvolutionEnd end) {
    /**
     * A convolution of size 1.
     *
     * @param filters the channels that come out
     * @param kernel how its kernel is to be
     */
    record Pointwise(int filters, WeightOptions kernel) {}

    static void check(String kind, int depthMultiplier, Padding padding) {
        Arguments.positive(kind, "depthMultiplier", depthMultiplier);
        padding.requireNotCausal(kind);
    }

    Shape outputShape(Shape input) {
        long channels = depthwiseChannels(input);
        return end.outputShape(window.outputShape(
                input, pointwise.map(Pointwise::filters).map(Integer::longValue).orElse(channels)));
    }

    List<VariableSpec> variables(Shape input) {
        Shape shape = window.kernelShape(window.channels(input), depthMultiplier);
        if (pointwise.isEmpty()) {
            return end.variables(filters(input), kernel.named("kernel", shape));
        }
        long[] ones = Collections.nCopies(window.axes(), 1L).stream()
                .mapToLong(Long::longValue)
                .toArray();
        Shape points = Shape.of(ones).append(depthwiseChannels(input)).append(filters(input));
        return end.variables(
                filters(input),
                kernel.named("depthwise_kernel", shape),
                pointwise.get().kernel().named("pointwise_kernel", points));
    }

    <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Operand<T> x = window.channelsLast(call);
        String name = pointwise.isEmpty() ? "kernel" : "depthwise_kernel";
        Operand<T> y = Convolutions.depthwise(call.tf(), x, call.variable(name), window.window());
        if (pointwise.isPresent()) {
            List<Integer> ones = Collections.nCopies(window.axes(), 1);
            Window point = Window.of(ones, ones, Padding.VALID.name());
            y = Convolutions.convolution(call.tf(), y, call.variable("pointwise_kernel"), point, 1);
        }
        return end.finish(call, y, window.axes());
    }

    private long filters(Shape input) {
        return pointwise.map(point -> (long) point.filters()).orElseGet(() -> depthwiseChannels(input));
    }

    private long depthwiseChannels(Shape input) {
        return window.channels(input) * depthMultiplier;
    }
}
