package io.cornu.savedmodels.tf;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a SavedModel is to hold.
 *
 * <pre>{@code
 * SavedModel.write(model, directory, ExportOptions.defaults()
 *         .withVariant(ExportOptions.Variant.FROZEN)
 *         .withPrediction(ImagePrediction.of(ImagePreprocessing.of().withScale(1 / 255.0))));
 * }</pre>
 *
 * @param variant how the weights are written; as variables by default
 * @param parts what stands beside {@code serving_default}, {@code m(x)} and {@code m.serve(x)}; all by default, as far
 *     as the model and the variant have it
 * @param prediction what {@code predict} does to images; no such signature by default
 * @param trainStep what {@code train} takes; no such signature by default
 * @param names the names of inputs and outputs in signatures, by the names of their layers; the layers' own by default
 * @param overwriting what happens to an earlier SavedModel in the directory; it is replaced by default
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record ExportOptions(
        Variant variant,
        Set<Part> parts,
        Optional<ImagePrediction> prediction,
        Optional<TrainStep> trainStep,
        Map<String, String> names,
        Overwriting overwriting)
        implements ExportOptionsBuilder.With {
    /** How the weights are written. */
    public enum Variant {
        /** As variables, to be trained further. */
        TRAINABLE,
        /**
         * As variables of a network for predicting, in which batch normalization is part of the layers before it, see
         * {@link io.cornu.model.Model#foldBatchNormalization}.
         */
        FOLDED,
        /** As constants in the graph: there are no variables and nothing can be trained. At most 2 GiB. */
        FROZEN,
        /** Both: the smallest and fastest to load. */
        FROZEN_FOLDED;

        boolean isFolded() {
            return this == FOLDED || this == FROZEN_FOLDED;
        }

        boolean isFrozen() {
            return this == FROZEN || this == FROZEN_FOLDED;
        }
    }

    /** What may be left out. */
    public enum Part {
        /** The signature {@code mc_dropout}. */
        MONTE_CARLO,
        /** {@code m(x, training=True)}, in {@link Variant#TRAINABLE} only. */
        TRAINING_CALL
    }

    /** What happens to an earlier SavedModel. */
    public enum Overwriting {
        /** It gives way. */
        REPLACE,
        /** It stays, and nothing is written. */
        REFUSE
    }

    /**
     * Checks that the parts fit together.
     *
     * @throws IllegalArgumentException if a training step is wanted of a variant that cannot be trained, or a name is
     *     empty
     */
    public ExportOptions {
        parts = Set.copyOf(parts);
        names = Map.copyOf(names);
        Arguments.require(
                trainStep.isEmpty() || variant == Variant.TRAINABLE,
                "ExportOptions",
                "variant must be TRAINABLE where trainStep is given",
                variant);
        names.forEach((layer, name) -> Arguments.require(
                !name.isBlank(), "ExportOptions", "the name for '" + layer + "' must not be blank", "'" + name + "'"));
    }

    /**
     * Everything that needs no settings: what {@link SavedModel} describes.
     *
     * @return the defaults named above
     */
    public static ExportOptions defaults() {
        return new ExportOptions(
                Variant.TRAINABLE,
                EnumSet.allOf(Part.class),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Overwriting.REPLACE);
    }

    /**
     * Adds a signature {@code predict} for images.
     *
     * @param prediction what it does
     * @return other options
     */
    public ExportOptions withPrediction(ImagePrediction prediction) {
        return withPrediction(Optional.of(prediction));
    }

    /**
     * Adds a signature {@code train}.
     *
     * @param trainStep what it takes
     * @return other options
     */
    public ExportOptions withTrainStep(TrainStep trainStep) {
        return withTrainStep(Optional.of(trainStep));
    }
}
