package io.cornu.landscapes;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.model.BuildOptions;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.fullbatch.FullBatchOptimizer;
import io.cornu.runtime.Device;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A walk down a function of two numbers, by the same engine that trains networks: the place is the only weight, and the
 * function is the loss. Schedules, momentum, clipping, decay and accumulation do what they do in training.
 *
 * <pre>{@code
 * DescentPath path = Descent.of(Landscapes.valley(), SGD.of(0.02).withMomentum(0.9)).withSteps(200).run();
 * }</pre>
 *
 * <p>The place is one weight of two numbers: what an optimizer does to a whole weight, such as clipping its norm, it
 * does to both. The moving average that some optimizers keep is not walked along; {@code ScheduleFreeAdamW} is seen where
 * it takes its gradients.
 *
 * @param function what is to become small
 * @param optimizer how the place changes with each step
 * @param fullBatchOptimizer a search that takes the optimizer's place, if any: each iteration is a step
 * @param start where the walk begins; where the function's walks usually do by default
 * @param steps how many steps, at least 1; 100 by default
 * @param dataType float32 by default, as in training, or float64
 * @param seed where a search has its random numbers from
 */
@RecordBuilder
public record Descent(
        PlaneFunction function,
        Optimizer optimizer,
        Optional<FullBatchOptimizer> fullBatchOptimizer,
        Point start,
        int steps,
        DataType dataType,
        Seed seed)
        implements DescentBuilder.With {
    private static final int DEFAULT_STEPS = 100;
    private static final String LAYER = "place";
    private static final String WEIGHT = LAYER + "/" + FunctionLayer.POSITION;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there is no step, the start is not finite, or the type is neither float32 nor
     *     float64
     */
    public Descent {
        Arguments.positive("Descent", "steps", steps);
        Arguments.require(start.isFinite(), "Descent", "start must be two finite numbers", start);
        Arguments.require(
                dataType == DataType.FLOAT32 || dataType == DataType.FLOAT64,
                "Descent",
                "dataType must be float32 or float64",
                dataType.kerasName());
    }

    /**
     * A walk of 100 steps from where the function's walks usually start.
     *
     * @param function what is to become small
     * @param optimizer how the place changes with each step
     * @return the walk, not yet made
     */
    public static Descent of(PlaneFunction function, Optimizer optimizer) {
        return new Descent(
                function,
                optimizer,
                Optional.empty(),
                function.start(),
                DEFAULT_STEPS,
                DataType.FLOAT32,
                Seed.of(0));
    }

    /**
     * A walk of a search that looks at the function itself, with 100 iterations from where the function's walks usually
     * start. It ends before if there is nothing more to gain.
     *
     * @param function what is to become small
     * @param search such as {@code LBFGS.of()}
     * @return the walk, not yet made
     */
    public static Descent of(PlaneFunction function, FullBatchOptimizer search) {
        return of(function, SGD.of(0)).withFullBatchOptimizer(Optional.of(search));
    }

    /**
     * Makes the walk. It ends at the last step, or where a number is not finite in its type any more.
     *
     * @return every place on the way
     */
    public DescentPath run() {
        return run(step -> {});
    }

    /**
     * Makes the walk and tells of it.
     *
     * @param progress hears of each step, from 1; what it throws ends the walk
     * @return every place on the way
     */
    public DescentPath run(IntConsumer progress) {
        BuildOptions options = BuildOptions.of(seed)
                .withDataType(dataType)
                // Two numbers are not worth the way to a GPU, nor a second thread.
                .withSession(new SessionOptions(Device.cpu(), 1));
        Walk walk = new Walk(progress);
        try (Model model = Sequential.of(Input.of(1), new FunctionLayer(function).named(LAYER))
                .build(options)) {
            model.setWeight(WEIGHT, Array.of(new double[] {start.x(), start.y()}).cast(dataType));
            // Nothing goes in, nothing comes out: all of the loss is the layer's penalty.
            CompiledModel compiled = model.compile(optimizer, Losses.meanSquaredError());
            walk.begin(compiled);
            compiled.fit(examples(), fit().withCallbacks(walk::listen));
        }
        return new DescentPath(this, walk.steps);
    }

    private Dataset examples() {
        int rows = fullBatchOptimizer.isPresent() ? 1 : steps;
        Array nothing = Array.of(new float[rows], rows, 1);
        return Dataset.of(nothing, nothing);
    }

    private Fit fit() {
        return fullBatchOptimizer
                .map(search -> Fit.epochs(steps).withFullBatch(search))
                .orElseGet(() -> Fit.epochs(1).withBatchSize(1).withShuffle(false));
    }

    /** Looks at the place after every step. */
    private final class Walk {
        private final IntConsumer progress;
        private final List<DescentPath.Step> steps = new ArrayList<>();
        private double rate = Double.NaN;

        Walk(IntConsumer progress) {
            this.progress = progress;
        }

        void begin(CompiledModel model) {
            reach(model);
        }

        FitListener listen(FitControl fit) {
            return new FitListener() {
                @Override
                public void batchBegin(int epoch, int batch) {
                    rate = fullBatchOptimizer.isPresent()
                            ? Double.NaN
                            : fit.model().learningRate();
                }

                @Override
                public void batchEnd(BatchEnd batch) {
                    DescentPath.Step step = reach(fit.model());
                    if (!step.isFinite() || !Double.isFinite(batch.loss())) {
                        fit.stop("a number is not finite any more");
                    }
                    progress.accept(step.number());
                }
            };
        }

        private DescentPath.Step reach(CompiledModel model) {
            Array position = model.model().weights().get(WEIGHT);
            Point point = new Point(position.at(0), position.at(1));
            DescentPath.Step step = new DescentPath.Step(
                    steps.size(),
                    point,
                    function.at(point),
                    function.gradient(point).norm(),
                    rate);
            steps.add(step);
            return step;
        }
    }
}
