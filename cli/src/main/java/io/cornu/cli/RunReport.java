package io.cornu.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cornu.model.History;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code run.json}: what was run on what, and what came of it.
 *
 * @param status {@code running}, {@code interrupted}, {@code finished} or {@code failed}
 * @param settings what was asked for
 * @param data what it learned from
 * @param architecture what it trained
 * @param environment what it ran on
 * @param started when the run began, ISO 8601
 * @param finished when it ended, or null
 * @param seconds how long training took, over all parts of an interrupted run
 * @param epochs the epochs that were finished
 * @param stopReason why it ended early, or null
 * @param failure what went wrong, or null
 * @param metrics the last epoch's values by Keras' names
 * @param test loss and metrics on the test data by Keras' names, or null where there is none
 * @param classes how well each class was told, or null where there are no classes or no test data
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunReport(
        String status,
        TrainSettings settings,
        Data data,
        Architecture architecture,
        Environment environment,
        String started,
        @Nullable String finished,
        double seconds,
        int epochs,
        @Nullable String stopReason,
        @Nullable String failure,
        Map<String, Double> metrics,
        @Nullable Map<String, Double> test,
        @Nullable List<ClassReport.Row> classes) {
    static final String RUNNING = "running";
    static final String INTERRUPTED = "interrupted";
    static final String FINISHED = "finished";
    static final String FAILED = "failed";

    /** The report of a run that begins now. */
    static RunReport begun(TrainSettings settings, Data data, Architecture architecture, Environment environment) {
        return new RunReport(
                RUNNING,
                settings,
                data,
                architecture,
                environment,
                now(),
                null,
                0,
                0,
                null,
                null,
                Map.of(),
                null,
                null);
    }

    /** The same run, ended for now. */
    RunReport ended(
            String newStatus,
            double newSeconds,
            List<History.Epoch> reached,
            @Nullable String newStopReason,
            @Nullable String newFailure) {
        Map<String, Double> last =
                reached.isEmpty() ? Map.of() : reached.get(reached.size() - 1).values();
        return new RunReport(
                newStatus,
                settings,
                data,
                architecture,
                environment,
                started,
                newStatus.equals(RUNNING) ? null : now(),
                newSeconds,
                reached.size(),
                newStopReason,
                newFailure,
                last,
                null,
                null);
    }

    /** The same run with what the test said. */
    RunReport tested(Map<String, Double> values, @Nullable List<ClassReport.Row> rows) {
        return new RunReport(
                status,
                settings,
                data,
                architecture,
                environment,
                started,
                finished,
                seconds,
                epochs,
                stopReason,
                failure,
                metrics,
                values,
                rows);
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * The data.
     *
     * @param digest SHA-256 of the training part, types and shapes included
     * @param validationDigest the same of data that was given to validate with, or null
     * @param training examples learned from
     * @param validation examples validated with
     * @param test examples tested with
     * @param scaling how inputs were scaled
     * @param classNames names of the classes, as far as known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            String digest,
            @Nullable String validationDigest,
            int training,
            int validation,
            int test,
            String scaling,
            List<String> classNames) {}

    /**
     * The network.
     *
     * @param name its name
     * @param digest SHA-256 of its layers and connections
     * @param parameters how many numbers it has, statistics included
     */
    record Architecture(String name, String digest, long parameters) {}

    /**
     * The machine and the versions.
     *
     * @param device where it was computed
     * @param processors cores that Java saw
     * @param cornu version of Cornu
     * @param tensorflow version of TensorFlow
     * @param java version of Java
     * @param system operating system
     */
    record Environment(String device, int processors, String cornu, String tensorflow, String java, String system) {}
}
