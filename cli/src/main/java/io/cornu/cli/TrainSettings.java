package io.cornu.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a training run was asked for, as {@code run.json} keeps it: enough to go on with an interrupted run.
 *
 * @param architecture a catalog name or a {@code .keras} file
 * @param data what to learn from
 * @param validationData what to validate with, or null
 * @param validationSplit the share held back for validation, or null for the usual
 * @param scaling how inputs are scaled, or null for what is usual for the data
 * @param epochs how often the data is gone through
 * @param batchSize examples a step
 * @param optimizer a name, or null for the file's own or Adam
 * @param learningRate a number, or null for the file's own or the optimizer's usual one
 * @param schedule how the learning rate changes, or null for not at all
 * @param warmUp epochs of rising from 0 before, or null for none
 * @param momentum a number, or null
 * @param nesterov whether the momentum is Nesterov's
 * @param clipnorm the limit of each gradient's norm, or null
 * @param loss a name, or null for the file's own or what fits the targets
 * @param shuffle whether each epoch has an order of its own
 * @param seed where all randomness comes from
 * @param earlyStopping epochs without improvement after which to stop, or null
 * @param reduceLearningRate epochs without improvement after which to lower the rate, or null
 * @param device where to compute
 * @param threads how many threads one operation may use, 0 for one a core
 * @param tensorBoard whether TensorBoard logs are written
 * @param dataDirectory where data sets lie, or null for the standard place
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainSettings(
        String architecture,
        String data,
        @Nullable String validationData,
        @Nullable Double validationSplit,
        @Nullable String scaling,
        int epochs,
        int batchSize,
        @Nullable String optimizer,
        @Nullable Double learningRate,
        @Nullable String schedule,
        @Nullable Double warmUp,
        @Nullable Double momentum,
        boolean nesterov,
        @Nullable Double clipnorm,
        @Nullable String loss,
        boolean shuffle,
        long seed,
        @Nullable Integer earlyStopping,
        @Nullable Integer reduceLearningRate,
        String device,
        int threads,
        boolean tensorBoard,
        @Nullable String dataDirectory) {
    /** How long a training on so many examples is. */
    ScheduleChoice.Length length(int examples) {
        return new ScheduleChoice.Length(epochs, (examples + batchSize - 1L) / batchSize);
    }
}
