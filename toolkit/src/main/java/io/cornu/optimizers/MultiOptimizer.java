package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tensorflow.types.family.TFloating;

/**
 * Different optimizers for different weights, each with its own rate, clipping, decay and averages.
 *
 * <pre>{@code
 * Optimizer optimizer = MultiOptimizer.of(Adam.of(0.001)).with("head/.*", SGD.of(0.01));
 * }</pre>
 *
 * <p>Rates cannot be changed while training, and histories show that of the default optimizer.
 *
 * <p>Source: {@code keras.optimizers.MultiOptimizer} with {@code OptimizerMap}, Keras 3.15. There, the paths of a
 * {@code Sequential} begin with its name; here they do not, and files are translated.
 *
 * @param defaultOptimizer for weights that no expression fits
 * @param byPattern by a weight's path, or a regular expression that fits all of it; exact paths count first
 * @param lossScaleFactor by how much the loss is multiplied before gradients are taken, above 0; in place of the
 *     factors of the optimizers; 1 by default
 */
@RecordBuilder
public record MultiOptimizer(Optimizer defaultOptimizer, Map<String, Optimizer> byPattern, double lossScaleFactor)
        implements Optimizer, MultiOptimizerBuilder.With {
    /**
     * Checks optimizers, expressions and factor.
     *
     * @throws IllegalArgumentException if an optimizer wraps others, a text is no regular expression, or the factor is
     *     not above 0
     */
    public MultiOptimizer {
        Arguments.positive("MultiOptimizer", "lossScaleFactor", lossScaleFactor);
        byPattern.keySet().forEach(WeightDecay::requirePattern);
        Map<String, Optimizer> scaled = new LinkedHashMap<>();
        double factor = lossScaleFactor;
        byPattern.forEach((pattern, each) -> scaled.put(pattern, LossScaleOptimizer.withFactor(each, factor)));
        byPattern = Collections.unmodifiableMap(scaled);
        defaultOptimizer = LossScaleOptimizer.withFactor(defaultOptimizer, factor);
        List<Optimizer> all = new ArrayList<>(byPattern.values());
        all.add(defaultOptimizer);
        all.forEach(each -> Arguments.require(
                !(each instanceof LossScaleOptimizer) && !(each instanceof MultiOptimizer),
                "MultiOptimizer",
                "its optimizers must not wrap others",
                each.getClass().getSimpleName()));
    }

    /**
     * One optimizer for all weights, to begin with.
     *
     * @param defaultOptimizer for weights that no expression fits
     * @return the optimizer
     * @throws IllegalArgumentException if it wraps others
     */
    public static MultiOptimizer of(Optimizer defaultOptimizer) {
        return new MultiOptimizer(defaultOptimizer, Map.of(), 1);
    }

    /**
     * The same with another optimizer for some weights.
     *
     * @param pattern a weight's path, such as {@code dense/kernel}, or a regular expression that fits all of it
     * @param optimizer for these weights
     * @return a copy
     * @throws IllegalArgumentException if the text is no regular expression or the optimizer wraps others
     */
    public MultiOptimizer with(String pattern, Optimizer optimizer) {
        Map<String, Optimizer> more = new LinkedHashMap<>(byPattern);
        more.put(pattern, optimizer);
        return new MultiOptimizer(defaultOptimizer, more, lossScaleFactor);
    }

    /**
     * The optimizers in the order of their state: those for some weights, then the default.
     *
     * @return at least the default
     */
    public List<Optimizer> optimizers() {
        List<Optimizer> all = new ArrayList<>(byPattern.values());
        all.add(defaultOptimizer);
        return List.copyOf(all);
    }

    /**
     * Which optimizer is for a weight.
     *
     * @param weight the weight
     * @return its number in {@link #optimizers}
     * @throws IllegalArgumentException if several expressions fit
     */
    public int optimizerOf(OptimizedWeight weight) {
        List<String> patterns = List.copyOf(byPattern.keySet());
        if (patterns.contains(weight.path())) {
            return patterns.indexOf(weight.path());
        }
        List<String> fitting = patterns.stream()
                .filter(pattern -> Pattern.matches(pattern, weight.path()))
                .toList();
        if (fitting.size() > 1) {
            throw new IllegalArgumentException("MultiOptimizer: expected one expression that fits " + weight.path()
                    + ", received " + fitting + ". Make them narrower.");
        }
        return fitting.isEmpty() ? patterns.size() : patterns.indexOf(fitting.get(0));
    }

    /** The default optimizer's, as one that cannot be changed. */
    @Override
    public LearningRate learningRate() {
        return defaultOptimizer.learningRate()::at;
    }

    @Override
    public List<Slot> slots(OptimizedWeight weight) {
        return optimizers().get(optimizerOf(weight)).slots(weight);
    }

    @Override
    public double weightDecay(OptimizedWeight weight) {
        return optimizers().get(optimizerOf(weight)).weightDecay(weight);
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        optimizers().get(optimizerOf(step.target())).update(step);
    }
}
