package io.cornu.cli;

import io.cornu.data.ImagePreprocessing;
import io.cornu.savedmodels.tf.ExportOptions;
import io.cornu.savedmodels.tf.ExportOptions.Variant;
import io.cornu.savedmodels.tf.ImagePrediction;
import io.cornu.savedmodels.tf.TrainStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What {@code convert} can ask of a SavedModel. */
final class ExportArguments {
    @Option(
            names = "--frozen",
            description = "SavedModel: write the weights as constants. Loads faster, and nothing can be trained.")
    private boolean isFrozen;

    @Option(
            names = "--train-signature",
            description = "SavedModel: add a signature train, one step of the model's own optimizer.")
    private boolean hasTrainStep;

    @Option(
            names = "--predict-images",
            paramLabel = "SCALE",
            description = "SavedModel: add a signature predict on uint8 images of any size, which are resized and"
                    + " multiplied with SCALE, such as 1/255, and named by their likeliest class.")
    private @Nullable String scale;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "With --predict-images: the names of the classes, one a line.")
    private @Nullable Path labels;

    /** Refuses what other forms do not have. */
    void requireFor(ConvertFormat format, CommandLine commandLine) {
        String given =
                isFrozen ? "--frozen" : hasTrainStep ? "--train-signature" : scale != null ? "--predict-images" : "";
        if (!given.isEmpty() && format != ConvertFormat.SAVEDMODEL) {
            throw new ParameterException(
                    commandLine, given + ": expected with a SavedModel, received with another form. Leave it out.");
        }
        if (isFrozen && hasTrainStep) {
            throw new ParameterException(
                    commandLine, "--train-signature: expected without --frozen, received both. Leave one out.");
        }
        if (labels != null && scale == null) {
            throw new ParameterException(
                    commandLine, "--labels: expected with --predict-images, received without. Leave it out.");
        }
        if (scale != null && !(factor(scale) > 0)) {
            throw new ParameterException(
                    commandLine,
                    "--predict-images: expected a number above 0, such as 1/255, received '" + scale + "'.");
        }
    }

    ExportOptions options(boolean isFolded) throws IOException {
        ExportOptions options = ExportOptions.defaults()
                .withVariant(
                        isFrozen
                                ? isFolded ? Variant.FROZEN_FOLDED : Variant.FROZEN
                                : isFolded ? Variant.FOLDED : Variant.TRAINABLE);
        if (scale != null) {
            List<String> names = labels == null ? List.of() : Files.readAllLines(labels);
            options = options.withPrediction(
                    ImagePrediction.of(ImagePreprocessing.of().withScale(factor(scale)))
                            .withLabels(names));
        }
        return hasTrainStep ? options.withTrainStep(TrainStep.of()) : options;
    }

    /** A number or a fraction; NaN for anything else. */
    private static double factor(String text) {
        String[] parts = text.split("/", 2);
        try {
            double value = Double.parseDouble(parts[0]) / (parts.length == 2 ? Double.parseDouble(parts[1]) : 1);
            return Double.isFinite(value) ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
