package io.cornu.experiments;

import io.cornu.model.Callback;
import io.cornu.model.FitListener;
import io.cornu.runtime.SessionOptions;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * How experiments are run.
 *
 * @param command the command that does it again, for the report
 * @param folder where journal and report go; made if it is not there
 * @param identity what else decides what comes out, by name, such as the digest of the data: a journal that was written
 *     with another value is not gone on with. The command is part of it as it is, unless {@code "command"} is given here;
 *     nothing by default
 * @param quick whether to take little data and few epochs; false by default
 * @param seeds how many times each variant is trained, each time with the next seed; 1 by default
 * @param firstSeed the first seed; 42 by default
 * @param jobs how many trainings run at a time, each with its share of the cores; 1 by default
 * @param session the device, and the threads that one training may use: 0, the default, for the cores by the jobs
 * @param tensorBoard whether every fit of {@link Cell#fit} writes TensorBoard logs, in {@code
 *     tensorboard/COMPARISON/VARIANT, seed N} below the folder; false by default
 * @param callback what happens besides in every fit of {@link Cell#fit}, made for its cell; nothing by default
 * @param monitor who watches; nobody by default
 * @param cancellation asked often whether to stop; never by default
 */
@RecordBuilder
public record LabOptions(
        String command,
        Path folder,
        Map<String, String> identity,
        boolean quick,
        int seeds,
        long firstSeed,
        int jobs,
        SessionOptions session,
        boolean tensorBoard,
        Function<Cell, Callback> callback,
        Monitor monitor,
        BooleanSupplier cancellation)
        implements LabOptionsBuilder.With {
    private static final long FIRST_SEED = 42;

    /**
     * Copies the identity and checks the numbers.
     *
     * @throws IllegalArgumentException if there are no seeds or no jobs
     */
    public LabOptions {
        identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
        Arguments.positive("lab", "seeds", seeds);
        Arguments.positive("lab", "jobs", jobs);
    }

    /** The session of one training: with its share of the cores where several run at a time. */
    SessionOptions sessionOfOne() {
        return session.threads() > 0 || jobs == 1
                ? session
                : session.withThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / jobs));
    }

    /**
     * One training at a time, each once, in full.
     *
     * @param command the command that does it again, for the report
     * @param folder where journal and report go
     * @return the options
     */
    public static LabOptions of(String command, Path folder) {
        return new LabOptions(
                command,
                folder,
                Map.of(),
                false,
                1,
                FIRST_SEED,
                1,
                SessionOptions.defaults(),
                false,
                cell -> fit -> new FitListener() {},
                Monitor.NONE,
                () -> false);
    }
}
