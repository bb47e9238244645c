package io.cornu.optimizers;

import io.cornu.ops.GraphMath;
import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/**
 * Momentum made orthogonal, for the matrices of dense layers; {@link Adam}'s step for all other weights (Jordan 2024,
 * Liu et al. 2025).
 *
 * <pre>
 * m = momentum m + g
 * x = g + momentum m                    without nesterov: x = m
 * x = x / |x|, then newtonSchulzSteps times: A = x x', x = muonA x + (muonB A + muonC A A) x
 * w = w - learningRate x sqrt(max(rows, columns)) rmsRate
 * </pre>
 *
 * <p>A weight gets Adam's step unless it is a matrix, if its path contains {@code embedding} (see
 * {@code excludeEmbeddings}), and if one of {@code excludeLayers} is found in its path. Name the last layer there.
 *
 * <p>Source: {@code keras.optimizers.Muon}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param adamBeta1 the decay of m in Adam's step, in [0, 1); 0.9 by default
 * @param adamBeta2 the decay of v in Adam's step, in [0, 1); 0.999 by default
 * @param adamWeightDecay the weight decay where Adam's step is made, at least 0; 0.004 by default
 * @param epsilon what keeps the division of Adam's step away from 0, above 0; 1e-7 by default
 * @param excludeLayers regular expressions for paths that get Adam's step; none by default
 * @param excludeEmbeddings whether embeddings get Adam's step; true by default
 * @param muonA finite; 3.4445 by default
 * @param muonB finite; -4.775 by default
 * @param muonC finite; 2.0315 by default
 * @param adamLearningRateRatio by how much the rate is multiplied for Adam's step, at least 0; 1 by default
 * @param momentum the share of the last step that is taken again, in [0, 1]; 0.95 by default
 * @param newtonSchulzSteps how many times the matrix is made more orthogonal, at least 1; 5 by default
 * @param nesterov whether the gradient is taken as if after the momentum step; true by default
 * @param rmsRate the size of a step's numbers in learning rates, above 0; 0.2 by default, empty for steps as they come
 * @param settings clipping, weight decay, averages and the like; a weight decay of 0.004, of matrices, by default
 */
@RecordBuilder
public record Muon(
        LearningRate learningRate,
        double adamBeta1,
        double adamBeta2,
        double adamWeightDecay,
        double epsilon,
        List<String> excludeLayers,
        boolean excludeEmbeddings,
        double muonA,
        double muonB,
        double muonC,
        double adamLearningRateRatio,
        double momentum,
        int newtonSchulzSteps,
        boolean nesterov,
        OptionalDouble rmsRate,
        OptimizerSettings settings)
        implements ConfigurableOptimizer<Muon>, MuonBuilder.With {
    /** Keras' own, which is no option there. */
    private static final double SMALLEST_NORM = 1e-7;

    /**
     * Checks numbers and expressions.
     *
     * @throws IllegalArgumentException if a number lies out of its range, or a text is no regular expression
     */
    public Muon {
        excludeLayers = List.copyOf(excludeLayers);
        excludeLayers.forEach(WeightDecay::requirePattern);
        Arguments.share("Muon", "adamBeta1", adamBeta1);
        Arguments.share("Muon", "adamBeta2", adamBeta2);
        Arguments.notNegative("Muon", "adamWeightDecay", adamWeightDecay);
        Arguments.positive("Muon", "epsilon", epsilon);
        Arguments.require(
                Double.isFinite(muonA) && Double.isFinite(muonB) && Double.isFinite(muonC),
                "Muon",
                "muonA, muonB and muonC must be finite",
                List.of(muonA, muonB, muonC));
        Arguments.notNegative("Muon", "adamLearningRateRatio", adamLearningRateRatio);
        Arguments.require(momentum >= 0 && momentum <= 1, "Muon", "momentum must be in [0, 1]", momentum);
        Arguments.positive("Muon", "newtonSchulzSteps", newtonSchulzSteps);
        if (rmsRate.isPresent()) {
            Arguments.positive("Muon", "rmsRate", rmsRate.getAsDouble());
        }
    }

    /**
     * Muon with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Muon of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Muon with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static Muon of(LearningRate learningRate) {
        return new Muon(
                learningRate,
                .9,
                .999,
                .004,
                1e-7,
                List.of(),
                true,
                3.4445,
                -4.7750,
                2.0315,
                1,
                .95,
                5,
                true,
                OptionalDouble.of(.2),
                OptimizerSettings.decaying(.004));
    }

    @Override
    public Muon withSettings(OptimizerSettings settings) {
        return MuonBuilder.With.super.withSettings(settings);
    }

    /** As it is for matrices. */
    @Override
    public List<Slot> slots() {
        return List.of(Slot.zeros(Rules.MOMENTUM));
    }

    @Override
    public List<Slot> slots(OptimizedWeight weight) {
        return isAdam(weight) ? List.of(Slot.zeros(Rules.MOMENTUM), Slot.zeros(Rules.VELOCITY)) : slots();
    }

    @Override
    public double weightDecay(OptimizedWeight weight) {
        WeightDecay decay = settings.weightDecay();
        return isAdam(weight) ? decay.withRate(adamWeightDecay).rateOf(weight) : decay.rateOf(weight);
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        if (isAdam(step.target())) {
            updateAdam(step);
        } else {
            updateMuon(step);
        }
    }

    private boolean isAdam(OptimizedWeight weight) {
        return weight.shape().numDimensions() != 2
                || (excludeEmbeddings && weight.path().toLowerCase(Locale.ROOT).contains("embedding"))
                || excludeLayers.stream()
                        .anyMatch(pattern ->
                                Pattern.compile(pattern).matcher(weight.path()).find());
    }

    private <T extends TFloating> void updateAdam(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> rate = tf.math.mul(step.learningRate(), step.constant(adamLearningRateRatio));
        Operand<T> size = tf.math.div(
                tf.math.mul(rate, tf.math.sqrt(Rules.rest(step, Rules.power(step, adamBeta2)))),
                Rules.rest(step, Rules.power(step, adamBeta1)));
        Operand<T> m = Rules.follow(step, Rules.MOMENTUM, step.gradient(), 1 - adamBeta1);
        Operand<T> v = Rules.follow(step, Rules.VELOCITY, tf.math.square(step.gradient()), 1 - adamBeta2);
        Operand<T> change = tf.math.div(tf.math.mul(m, size), tf.math.add(tf.math.sqrt(v), step.constant(epsilon)));
        step.assign(tf.math.sub(step.weight(), change));
    }

    private <T extends TFloating> void updateMuon(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> old = step.slot(Rules.MOMENTUM);
        Operand<T> m = tf.math.add(old, tf.math.add(step.gradient(), tf.math.mul(old, step.constant(momentum - 1))));
        step.assignSlot(Rules.MOMENTUM, m);
        Operand<T> direction = nesterov ? tf.math.add(step.gradient(), tf.math.mul(step.constant(momentum), m)) : m;
        Operand<T> change = tf.math.mul(step.learningRate(), orthogonalized(step, direction));
        if (rmsRate.isPresent()) {
            Shape shape = step.target().shape();
            double longest = Math.sqrt(Math.max(shape.get(0), shape.get(1)));
            change = tf.math.mul(tf.math.mul(change, step.constant(longest)), step.constant(rmsRate.getAsDouble()));
        }
        step.assign(tf.math.sub(step.weight(), change));
    }

    /** Newton and Schulz' iteration, which moves all singular values towards 1. */
    private <T extends TFloating> Operand<T> orthogonalized(UpdateStep<T> step, Operand<T> matrix) {
        Ops tf = step.tf();
        Shape shape = step.target().shape();
        boolean isTall = shape.get(0) > shape.get(1);
        Operand<T> x = isTall ? tf.linalg.transpose(matrix, tf.constant(new int[] {1, 0})) : matrix;
        Operand<T> norm = tf.math.sqrt(GraphMath.sum(tf, tf.math.square(x)));
        x = tf.math.div(x, tf.math.add(norm, step.constant(SMALLEST_NORM)));
        for (int i = 0; i < newtonSchulzSteps; i++) {
            Operand<T> square = tf.linalg.matMul(x, x, MatMul.transposeB(true));
            Operand<T> polynomial = tf.math.add(
                    tf.math.mul(step.constant(muonB), square),
                    tf.linalg.matMul(tf.math.mul(step.constant(muonC), square), square));
            x = tf.math.add(tf.math.mul(step.constant(muonA), x), tf.linalg.matMul(polynomial, x));
        }
        return isTall ? tf.linalg.transpose(x, tf.constant(new int[] {1, 0})) : x;
    }
}
