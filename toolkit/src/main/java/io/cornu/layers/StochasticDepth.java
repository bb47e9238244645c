package io.cornu.layers;

import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Leaves a branch out at random for whole examples while training, and scales the others up so that the sum stays the
 * same on average (Huang et al. 2016). In inference it does nothing; in {@link Phase#MONTE_CARLO} it drops.
 *
 * <pre>y = x / (1 - rate) with probability 1 - rate for an example, else 0</pre>
 *
 * <p>Shapes: any, unchanged. What is left out follows from the model's seed.
 *
 * <p>Source: {@code keras.src.applications.convnext.StochasticDepth}, Keras 3.15.
 *
 * @param rate the share of examples without the branch, in [0, 1)
 */
public record StochasticDepth(double rate) implements Layer {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it lies outside
     */
    public StochasticDepth {
        Arguments.share("StochasticDepth", "rate", rate);
    }

    /**
     * A branch that is left out at random.
     *
     * @param rate the share of examples without it, in [0, 1)
     * @return the layer
     * @throws IllegalArgumentException if it lies outside
     */
    public static StochasticDepth of(double rate) {
        return new StochasticDepth(rate);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(1, input, "(batch, ...)");
        return input;
    }

    @Override
    public boolean isStochastic() {
        return rate > 0;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        int rank = call.inputShapes().get(0).numDimensions();
        List<Integer> perExample = new ArrayList<>(Collections.nCopies(rank, 1));
        perExample.set(0, -1);
        return Noise.dropped(call, rate, perExample);
    }
}
