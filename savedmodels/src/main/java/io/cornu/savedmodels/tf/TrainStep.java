package io.cornu.savedmodels.tf;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * The signature {@code train} of a SavedModel: one step of a compiled model's optimizer, with all that belongs to it.
 *
 * <p>It takes the inputs by their names and {@code y}, or {@code y_} and the output's name where there are several
 * outputs: class numbers as int64 where the loss takes such, else numbers of the output's shape. It changes the weights,
 * statistics and the optimizer's variables, and gives {@code loss} and those of the metrics that are means, of this batch.
 * It draws the random numbers that a fit in Java would draw.
 *
 * <p>{@code m.optimizer.iterations} counts the steps and {@code m.optimizer.slots} holds what the optimizer remembers. A
 * learning rate that is a number is the variable {@code m.optimizer.learning_rate}, to be assigned. A schedule, whatever
 * it is, is written as a table of its rates.
 *
 * @param exampleWeights whether examples have weights; they have none by default
 * @param scheduledSteps for how many steps a schedule is written, from 1 to 10,000,000; it keeps its last rate after
 *     them; 100,000 by default
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record TrainStep(ExampleWeights exampleWeights, int scheduledSteps) implements TrainStepBuilder.With {
    private static final int MOST_STEPS = 10_000_000;

    /** Whether examples have weights. */
    public enum ExampleWeights {
        /** All count the same. */
        NONE,
        /** A further argument {@code sample_weight} of shape (batch,) says how much each counts. */
        GIVEN
    }

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if there are fewer steps than 1, or too many
     */
    public TrainStep {
        Arguments.require(
                scheduledSteps >= 1 && scheduledSteps <= MOST_STEPS,
                "TrainStep",
                "scheduledSteps must be from 1 to " + MOST_STEPS,
                scheduledSteps);
    }

    /**
     * A step without weights of examples.
     *
     * @return the signature
     */
    public static TrainStep of() {
        return new TrainStep(ExampleWeights.NONE, 100_000);
    }
}
